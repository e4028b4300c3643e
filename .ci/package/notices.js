import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {inOrder} from './layout.js';

/**
What the licences of others ask to be passed on with the program.
@param {string[]} inputs files that went into the bundle
@returns {string} One text.
*/
export function noticesOf(inputs) {
	const packages = inOrder([...new Set(inputs.flatMap(file => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []))]);
	return ['ramstrap has in itself what follows, each under its own licence.\n', ...packages.map(name => noticeOf(name))].join('\n');
}

/** @param {string} license file @returns {string} The same of Node. */
export const noticeOfNode = license => section('Node.js, with what it has in itself', readFileSync(license, 'utf8'));

function noticeOf(name) {
	const folder = path.join('node_modules', name);
	const {version, license} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const file = readdirSync(folder).find(entry => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
	const text = file ? readFileSync(path.join(folder, file), 'utf8') : `License: ${license}\n`;
	return section(`${name} ${version}`, text);
}

const section = (title, text) => `${'='.repeat(72)}\n${title}\n${'='.repeat(72)}\n\n${text.trim()}\n`;
