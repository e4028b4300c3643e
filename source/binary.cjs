// What the single executable runs first. All else lies inside it, under the names that it would have in a folder.
const {createRequire, registerHooks} = process.getBuiltinModule('node:module');
const {getAsset} = process.getBuiltinModule('node:sea');

const folder = 'file:///usr/share/ramstrap/';
const formats = {'.cjs': 'commonjs', '.mjs': 'module'};
const isInside = url => url.startsWith(folder);

registerHooks({
	resolve(specifier, context, next) {
		const isRelative = specifier.startsWith('.') && isInside(context.parentURL ?? '');
		const url = isRelative ? new URL(specifier, context.parentURL).href : specifier;
		return isInside(url) ? {url, format: formats[url.slice(-4)], shortCircuit: true} : next(specifier, context);
	},
	load(url, context, next) {
		return isInside(url)
			? {format: formats[url.slice(-4)], source: getAsset(url.slice(folder.length), 'utf8'), shortCircuit: true}
			: next(url, context);
	},
});

createRequire(`${folder}dist/`)('./ramstrap.cjs');
