import {chmodSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';

const recipe = `
version: 1
name: server
strategy: busybox-initramfs
root: tmpfs
tree: {from: bootstrap, packages: [apt, dnsmasq-base, ipxe, libarchive-tools, zstd, xz-utils, mawk, libstdc++6]}
kernel: {from: distribution, package: linux-image-cloud-amd64, drivers: [virtio_net]}
node: {hostname: server}
server: {dhcp: full}
`;

/**
A Debian made by our own recipe, with ramstrap in it and a small repository of packages, because there is no Internet in a
lab: what `rambox` is made of, the kernel's with no other drivers than a virtual machine's card.
@returns its folder
*/
export async function makeServerTree(folder: string): Promise<string> {
	const tree = path.join(folder, 'tree');
	const below = (name: string, content: string, mode = 0o644) => {
		mkdirSync(path.join(tree, path.dirname(name)), {recursive: true});
		writeFileSync(path.join(tree, name), content, {mode});
		chmodSync(path.join(tree, name), mode);
	};

	writeFileSync(path.join(folder, 'server.yaml'), recipe);
	mkdirSync(path.join(tree, 'srv/packages'), {recursive: true});
	await Promise.all([
		(async () => {
			await execa(process.execPath, ['dist/ramstrap.cjs', 'run', path.join(folder, 'server.yaml')], {env: {RAMSTRAP_HOME: path.join(folder, 'home')}, stdout: 'ignore', stderr: 'inherit'});
			await execa('tar', ['-xpf', path.join(folder, 'home/work/server/tree/root.tar'), '-C', tree, '--numeric-owner', '--warning=no-unknown-keyword']);
		})(),
		repository(path.join(tree, 'srv/packages'), folder),
	]);
	below('etc/hostname', 'server\n');
	below('etc/machine-id', '24242424242424242424242424242424\n');
	below('etc/apt/sources.list', 'deb [trusted=yes] file:/srv/packages ./\n');
	below('etc/systemd/network/10-lan.network', '[Match]\nName=host0\n[Network]\nAddress=192.168.24.1/24\n');
	below('opt/ramstrap-on', ramstrapOn);
	below('opt/snapshot', snapshot);
	const link = path.join(tree, 'etc/systemd/system/multi-user.target.wants/systemd-networkd.service');
	rmSync(link, {force: true});
	symlinkSync('/lib/systemd/system/systemd-networkd.service', link);

	for (const name of ['dist', 'recipes']) {
		cpSync(name, path.join(tree, 'opt', name), {recursive: true});
	}

	cpSync(process.execPath, path.join(tree, 'opt/node'));
	await execa('chroot', [tree, 'apt-get', 'update']);
	return tree;
}

async function repository(folder: string, scratch: string): Promise<void> {
	const {stdout} = await execa('apt-cache', ['depends', 'linux-image-cloud-amd64']);
	const kernel = /Depends: (linux-image-\S+)/.exec(stdout)![1]!;
	await execa('apt-get', ['download', 'busybox-static', 'linux-image-cloud-amd64', kernel], {cwd: folder});
	const packed = path.join(folder, readdirSync(folder).find(name => name.startsWith(`${kernel}_`))!);
	const unpacked = path.join(scratch, 'kernel');
	await execa('dpkg-deb', ['-R', packed, unpacked]);
	const modules = path.join(unpacked, 'lib/modules', readdirSync(path.join(unpacked, 'lib/modules'))[0]!, 'kernel');
	await execa('find', [modules, '-name', '*.ko*', '!', '-path', '*/virtio*', '!', '-path', '*/net/*failover*', '!', '-path', '*/net/core/*', '-delete']);
	await execa('dpkg-deb', ['-b', '-Znone', unpacked, packed]);
	const entries = await Promise.all(readdirSync(folder).map(async name => {
		const [fields, size, sum] = await Promise.all([execa('dpkg-deb', ['-f', name], {cwd: folder}), execa('stat', ['-c', '%s', name], {cwd: folder}), execa('sha256sum', [name], {cwd: folder})]);
		return `${fields.stdout}\nFilename: ./${name}\nSize: ${size.stdout}\nSHA256: ${sum.stdout.split(' ', 1)[0]}\n`;
	}));
	writeFileSync(path.join(folder, 'Packages'), entries.join('\n'));
}

/** What it writes goes through a file: on a terminal it would draw. */
const ramstrapOn = `[ -n "$RAMSTRAP" ] || RAMSTRAP='/opt/node /opt/dist/ramstrap.cjs'
export RAMSTRAP_HOME=/srv/home HOME=/root
command=$1 recipe=$2
shift 2
[ $command != deploy ] || set -- --set name=cloud --set 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}' --set server.timeout=1 --set 'nodes=[{mac: "52:54:00:00:24:09", name: kitchen, boot: once}]' --set 'node.words=[norandmaps, no_timer_check]' --interface host0 "$@"
$RAMSTRAP $command $recipe "$@" > /srv/out 2>&1 < /dev/null
code=$?
cat /srv/out
exit $code
`;

/**
Everything in /etc by owner, mode and content; places of ours; units, packages, ports that have a number of their own.
*/
const snapshot = String.raw`cd /etc
find . -printf '%y %m %u %g %l %p\n' | sort -k 6
find . -type f -print0 | sort -z | xargs -0 sha256sum
find /usr/local /var/lib/ramstrap* /var/lib/private 2>/dev/null | sort
systemctl --root=/ list-unit-files --state=enabled --no-legend
dpkg-query --show
ss -Hlnut | awk '{print $1, $5}' | grep -E ':(53|67|69|80|4011)$' | sort
`;
