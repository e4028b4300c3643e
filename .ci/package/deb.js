import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {execa} from 'execa';
import {packages} from '../../source/host/packages.ts';
import {inOrder, layoutIn, recipeFiles} from './layout.js';

/** What most recipes need; the doctor knows the rest. */
const recommended = inOrder([...new Set([
	'qemu-system-x86_64', 'ovmf-code', 'dnsmasq', 'ipxe.efi', 'bsdtar', 'modprobe', 'ip', 'zstd', 'xz', 'mmdebstrap', 'mksquashfs', 'newuidmap',
].map(name => packages[name].apt))]);

/** @returns {Promise<string>} The package. */
export async function makeDeb({architecture, version, binary, dist, completions, notices, level, time, to, scratch}) {
	const root = path.join(scratch, 'deb');
	const {put, copy, seal} = layoutIn(root);
	const zipped = text => gzipSync(text, {level: 9});
	copy('usr/bin/ramstrap', binary, 0o755);
	put('usr/share/man/man1/ramstrap.1.gz', zipped(readFileSync(path.join(dist, 'ramstrap.1'))));
	put('usr/share/bash-completion/completions/ramstrap', completions.bash);
	put('usr/share/zsh/vendor-completions/_ramstrap', completions.zsh);
	put('usr/share/fish/vendor_completions.d/ramstrap.fish', completions.fish);
	for (const file of recipeFiles()) {
		copy(`usr/share/ramstrap/recipes/${file}`, `recipes/${file}`);
	}

	put('usr/share/doc/ramstrap/copyright', copyright());
	put('usr/share/doc/ramstrap/notices.gz', zipped(notices));
	put('usr/share/doc/ramstrap/changelog.gz', zipped(changelog(version, time)));
	copy('usr/share/lintian/overrides/ramstrap', '.ci/package/lintian-overrides');
	const files = inOrder(readdirSync(root, {recursive: true}).map(name => path.join(root, name)).filter(file => statSync(file).isFile()));
	const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
	put('DEBIAN/md5sums', files.map(file => `${createHash('md5').update(readFileSync(file)).digest('hex')}  ${path.relative(root, file)}\n`).join(''));
	put('DEBIAN/control', control({architecture, version, kibibytes: Math.ceil(bytes / 1024)}));
	copy('DEBIAN/postrm', '.ci/package/postrm', 0o755);
	seal(time);
	const file = path.join(to, `ramstrap_${version}_${architecture}.deb`);
	await execa('dpkg-deb', ['--build', '--root-owner-group', '-Zxz', `-z${level}`, '--threads-max=1', root, file], {stdout: 'ignore', env: {SOURCE_DATE_EPOCH: String(time)}});
	return file;
}

// All of them are in every minimal Debian since 11; Node 24 is built for glibc 2.28.
const control = ({architecture, version, kibibytes}) => `Package: ramstrap
Version: ${version}
Architecture: ${architecture}
Maintainer: the ramstrap maintainers <ramstrap@example.org>
Installed-Size: ${kibibytes}
Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6
Recommends: ${recommended.join(', ')}
Section: admin
Priority: optional
Description: set up diskless Linux machines that boot over the network
 An interactive terminal wizard, and the commands behind it: it asks what the
 machine is for, plans and builds an image that runs in memory or from NFS,
 boots it in virtual machines over DHCP, TFTP, HTTP and NFS, and then serves
 it. What it changes on a boot server it can take back.
`;

const copyright = () => `ramstrap sets up diskless Linux.

${readFileSync('license', 'utf8').trim()}

The program has Node.js and packages of npm in itself; their authors and
licences are in /usr/share/doc/ramstrap/notices.gz.
`;

const changelog = (version, time) => `ramstrap (${version}) stable; urgency=medium

  * Version ${version}.

 -- the ramstrap maintainers <ramstrap@example.org>  ${new Date(time * 1000).toUTCString().replace('GMT', '+0000')}
`;
