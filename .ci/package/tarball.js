import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {layoutIn} from './layout.js';

/** For systems without dpkg: the executable runs from wherever it lies. @returns {Promise<string[]>} The archive, and its checksum. */
export async function makeTarball({architecture, version, binary, dist, completions, notices, level, time, to, scratch}) {
	const name = `ramstrap-${version}-linux-${architecture}`;
	const {put, copy, seal} = layoutIn(path.join(scratch, name));
	copy('ramstrap', binary, 0o755);
	copy('ramstrap.1', path.join(dist, 'ramstrap.1'));
	copy('license', 'license');
	put('notices', notices);
	for (const [shell, text] of Object.entries(completions)) {
		put(`completions/ramstrap.${shell}`, text);
	}

	seal(time);
	const archive = path.join(to, `${name}.tar.xz`);
	await execa('tar', [
		'--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu', '-C', scratch,
		// One thread: more of them make other bytes.
		`--use-compress-program=xz -${level} --threads=1`, '-cf', path.resolve(archive), name,
	]);
	const sum = createHash('sha256').update(readFileSync(archive)).digest('hex');
	writeFileSync(`${archive}.sha256`, `${sum}  ${path.basename(archive)}\n`);
	return [archive, `${archive}.sha256`];
}
