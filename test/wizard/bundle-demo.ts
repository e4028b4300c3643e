import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

/** Bundles the demo as the program itself is bundled, and says where it is. */
export async function bundleDemo(folder: string): Promise<string> {
	const outfile = `${folder}/demo.mjs`;
	await build({
		entryPoints: [fileURLToPath(new URL('demo.ts', import.meta.url))],
		outfile,
		bundle: true,
		minify: true,
		platform: 'node',
		format: 'esm',
		jsx: 'automatic',
		loader: {'.sh': 'text', '.pl': 'text'},
		// React's and Ink's developer tools are loaded only when asked for, yet a bundler must find them.
		alias: {'react-devtools-core': 'node:util'},
		define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
		banner: {js: 'import {createRequire} from \'node:module\'; const require = createRequire(import.meta.url);'},
		logLevel: 'error',
	});
	return outfile;
}
