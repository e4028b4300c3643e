import {readFileSync} from 'node:fs';
import {registerHooks} from 'node:module';

/**
The bundler turns shell scripts into strings (.ci/bundle.js); so does this for what runs from the source: node --import
./test/bench/shell-as-text.ts
*/
registerHooks({
	load(url, context, nextLoad) {
		return /\.(?:sh|bash|zsh|fish|pl)$/.test(url)
			? {format: 'module', shortCircuit: true, source: `export default ${JSON.stringify(readFileSync(new URL(url), 'utf8'))}`}
			: nextLoad(url, context);
	},
});
