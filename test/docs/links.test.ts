import {readdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import * as pages from './pages.ts';

const all = [...pages.userPages, ...pages.builderPages];
const entries = readdirSync('source', {withFileTypes: true});
const folders = entries.filter(entry => entry.isDirectory() && entry.name !== 'docs').map(({name}) => name);

type Link = {from: string; target: string};

function linksOf({file, text}: pages.Page): Link[] {
	const targets = pages.withoutBlocks(text).matchAll(/\]\(([^\s)]+)\)/g);
	return targets.map(([, target]) => ({from: file, target: target!})).toArray();
}

const links = all.flatMap(page => linksOf(page)).filter(({target}) => !/^https?:/.test(target));

test.each(links)('$from: $target leads somewhere', ({from, target}) => {
	const [file = '', anchor] = target.split('#', 2);
	const there = file === '' ? from : path.join(path.dirname(from), file);
	expect(pages.isThere(there)).toBe(true);
	const page = all.find(one => one.file === there);
	expect(anchor === undefined || (page && pages.anchorsOf(page).includes(anchor))).toBe(true);
});

test('every topic is linked from the readme or from the page for builders', () => {
	const linked = links.map(({from, target}) => path.join(path.dirname(from), target));
	expect(linked).toEqual(expect.arrayContaining(pages.topics.map(({file}) => file)));
});

test('files that pages for builders name exist', () => {
	const roots = ['', 'source', ...folders.map(folder => `source/${folder}`)];
	const isPath = (code: string) => /^[\w.][\w\-./]*(?:\/|\.(?:tsx?|sh|pl|cjs|md|js))$/.test(code);
	const named = pages.builderPages.flatMap(page => pages.inlineCodeOf(page)).filter(code => isPath(code));
	expect(named.length).toBeGreaterThan(50);
	expect(named.filter(code => !roots.some(root => pages.isThere(path.join(root, code))))).toEqual([]);
});

test('every folder of the source has its row', () => {
	const rows = pages.tableBelow('source/readme.md', 'One way, left to right');
	const named = rows.map(([folder = '']) => pages.codesIn(folder).join(' '));
	expect(named.toSorted()).toEqual(folders.map(folder => `${folder}/`).toSorted());
});

test.each([
	...pages.topics.map(page => ({...page, limit: 150})),
	{...pages.userPages[0]!, limit: 120},
])('$file has fewer than $limit lines', ({text, limit}) => {
	expect(text.split('\n').length - 1).toBeLessThan(limit);
});
