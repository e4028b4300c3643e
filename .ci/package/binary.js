import {Buffer} from 'node:buffer';
import {chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {inject} from 'postject';
import {inOrder, recipeFiles} from './layout.js';
import {nodes} from './node.js';

/**
One file that needs nothing beside it but the C library: Node, the bundle and the recipes.
https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html
@returns {Promise<string>} Where it is.
*/
export async function makeBinary({program}, {architecture, dist, scratch}) {
	const [binary, blob, config, recipes] = ['ramstrap', 'blob', 'sea.json', 'recipes.json'].map(name => path.join(scratch, name));
	writeFileSync(recipes, JSON.stringify(Object.fromEntries(recipeFiles().map(
		file => [path.basename(file, '.yaml'), readFileSync(path.join('recipes', file), 'utf8')],
	))));
	const modules = inOrder(readdirSync(dist).filter(file => /\.[cm]js$/.test(file)));
	writeFileSync(config, JSON.stringify({
		main: 'source/binary.cjs', output: blob, disableExperimentalSEAWarning: true,
		// What stands in somebody's NODE_OPTIONS is for other programs; a deployed HTTP program gets its own by --node-options.
		execArgvExtension: 'cli',
		// Code that was compiled before belongs to one processor.
		useCodeCache: false,
		assets: {'recipes.json': recipes, ...Object.fromEntries(modules.map(file => [`dist/${file}`, path.join(dist, file)]))},
	}));
	await execa(process.execPath, ['--experimental-sea-config', config], {stdout: 'ignore'});
	copyFileSync(program, binary);
	chmodSync(binary, 0o755);
	await execa(stripOf(architecture), [binary]);
	await inject(binary, 'NODE_SEA_BLOB', Buffer.from(readFileSync(blob)), {sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'});
	return binary;
}

const stripOf = architecture => `${nodes[architecture].triplet}-strip`;

/** Before anything is made, which takes minutes. @throws {Error} With how to get it. */
export async function needStrip(architecture) {
	const {failed} = await execa(stripOf(architecture), ['--version'], {reject: false});
	if (failed) {
		throw new Error(`${stripOf(architecture)} is missing: apt-get install binutils-${nodes[architecture].triplet.replaceAll('_', '-')}; or, without ${architecture}: --arch with another.`);
	}
}
