import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {inOrder} from './layout.js';

/**
What the licences of others ask to be passed on with the program.
@param {string[]} inputs files that went into the bundle
@returns {string} One text.
*/
export function noticesOf(inputs) {
	const folders = inOrder([...new Set(inputs.flatMap(file => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []))]);
	return ['ramstrap has in itself what follows, each under its own licence.\n', ...folders.map(folder => noticeOf(folder))].join('\n');
}

/** @param {string} license file @returns {string} The same of Node. */
export const noticeOfNode = license => section('Node.js, with what it has in itself', readFileSync(license, 'utf8'));

function noticeOf(folder) {
	const {name, version, license, author} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const file = readdirSync(folder).find(entry => /^(?:licen[cs]e|copying)(?:[-.]|$)/i.test(entry));
	return section(`${name} ${version}`, file ? readFileSync(path.join(folder, file), 'utf8') : usualText({name, license, author}));
}

/** Of packages that only name their licence. */
function usualText({name, license, author}) {
	if (license !== 'MIT' || !author) {
		throw new Error(`${name} has no file with its licence (${license}): add its text to .ci/package/notices.js.`);
	}

	const terms = readFileSync('license', 'utf8').split('\n\n').slice(2).join('\n\n');
	return `MIT License\n\nCopyright (c) ${author.name ?? author}\n\n${terms}`;
}

const section = (title, text) => `${'='.repeat(72)}\n${title}\n${'='.repeat(72)}\n\n${text.trim()}\n`;
