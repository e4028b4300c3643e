import {readFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {nodes} from './node.js';

const kinds = ['deb', 'tarball', 'npm'];

/**
What to make, from the words behind `npm run package --`.
@returns {{arch: string[], only: string[], to: string, level: string, version: string}} Each one checked.
@throws {Error} With a sentence about the first that is none.
*/
export function readWords() {
	const {values} = parseArgs({
		options: {
			arch: {type: 'string', multiple: true, default: Object.keys(nodes)},
			only: {type: 'string', multiple: true, default: kinds},
			to: {type: 'string', default: 'packages'},
			// Of xz.
			level: {type: 'string', default: '9'},
			version: {type: 'string', default: JSON.parse(readFileSync('package.json', 'utf8')).version},
		},
	});
	for (const [flag, pattern, good] of [
		['arch', new RegExp(`^(?:${Object.keys(nodes).join('|')})$`), Object.keys(nodes).join(' or ')],
		['only', new RegExp(`^(?:${kinds.join('|')})$`), kinds.join(', ')],
		['level', /^\d$/, '0 to 9'],
		['version', /^\d+\.\d+\.\d+$/, 'three numbers, such as 1.2.3'],
	]) {
		const wrong = [values[flag]].flat().find(word => !pattern.test(word));
		if (wrong !== undefined) {
			throw new Error(`--${flag} ${wrong}: give ${good}.`);
		}
	}

	return values;
}
