// Makes dist/ (or --outdir DIR) from source/: one entry that any Node can read, the program, chunks that are loaded when needed, and the HTTP server that deploy installs.
import {Buffer} from 'node:buffer';
import {chmod, copyFile, readFile, rm, writeFile} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';

const {values: {'source-maps': sourcemap, outdir, version, inputs}} = parseArgs({
	options: {
		'source-maps': {type: 'boolean', default: false},
		outdir: {type: 'string', default: 'dist'},
		version: {type: 'string', default: JSON.parse(readFileSync('package.json', 'utf8')).version},
		// A file that gets a line for each file that went into the bundle.
		inputs: {type: 'string'},
	},
});

/** Yoga, which lays out the screens, unpacks its own data: URL with fetch() where there is one, and in Node that loads a whole HTTP client. */
const yogaWithoutFetch = {
	name: 'yoga-without-fetch',
	setup({onLoad, onEnd}) {
		let isThere = false;
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path}) => {
			isThere = true;
			return {contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`};
		});
		onEnd(() => isThere ? {} : {errors: [{text: 'Yoga is not where it was; what stands here about its fetch() may no longer be true.'}]});
	},
};

const options = {
	outdir,
	outExtension: {'.js': '.mjs'},
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node22',
	jsx: 'automatic',
	// Names stay: a message about a bug of ours has them, and to give them back to what lost them takes longer than to read them.
	minifyWhitespace: true,
	minifySyntax: true,
	// Which lines of source/ have run (test:coverage); nobody else needs them.
	sourcemap,
	loader: Object.fromEntries(['.sh', '.bash', '.zsh', '.fish', '.pl'].map(ending => [ending, 'text'])),
	// React is twice as slow in its development build; Ink's inspector is not for users.
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', RAMSTRAP_VERSION: JSON.stringify(version)},
	external: ['react-devtools-core'],
	alias: {'string-width': fileURLToPath(new URL('string-width.js', import.meta.url))},
	banner: {js: 'import {createRequire} from "node:module"; const require = createRequire(import.meta.url);'},
	logLevel: 'warning',
};
await rm(outdir, {recursive: true, force: true});
// Headless commands must not load Ink; what is imported when needed becomes a file of its own.
const {metafile} = await build({...options, entryPoints: ['source/cli.ts'], splitting: true, metafile: true, plugins: [yogaWithoutFetch]});
// What a deployed HTTP server runs: one file, with nothing in it that it does not need.
await build({...options, entryPoints: {http: 'source/deploy/http-program.ts'}, banner: {js: `// ramstrap ${version}\n${options.banner.js}`}});
await copyFile('source/ramstrap.cjs', `${outdir}/ramstrap.cjs`);
await chmod(`${outdir}/ramstrap.cjs`, 0o755);
// The manual page comes from the same table as help. Whatever Node builds, even one that cannot run the program.
const {outputFiles: [manual]} = await build({...options, banner: {}, entryPoints: ['source/manual.ts'], write: false});
const {manualPage} = await import(`data:text/javascript;base64,${Buffer.from(manual.contents).toString('base64')}`);
await writeFile(`${outdir}/ramstrap.1`, manualPage(version));
if (inputs) {
	await writeFile(inputs, Object.keys(metafile.inputs).join('\n'));
}
