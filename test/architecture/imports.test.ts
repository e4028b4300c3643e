import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';

/**
Left to right: a folder imports only itself and folders to its left. Files directly in `source/` stand at the place
given.
*/
const order = ['report', 'errors.ts', 'version.ts', 'environment.ts', 'paths.ts', 'files', 'recipe', 'recipe-store.ts', 'draft-store.ts', 'host', 'context.ts', 'kernel', 'steps', 'services', 'strategies', 'purpose', 'plan', 'run', 'helper', 'boots', 'publish', 'rehearse', 'serve', 'deploy', 'wizard', 'arguments.ts', 'manual.ts', 'completion', 'commands', 'cli.ts'];

/** Pure folders: values in, values out. */
const pure = new Set(['recipe', 'kernel', 'steps', 'services', 'strategies', 'purpose', 'plan', 'boots']);

/** `host/` may be known to pure folders by its types only. */
const typesOnly = new Set(['host']);

const files = readdirSync('source', {recursive: true, encoding: 'utf8'}).filter(name => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'));
const roomOf = (file: string) => file.split('/', 1)[0]!;

type Import = {from: string; to: string; typeOnly: boolean};

function importsOf(file: string): Import[] {
	const text = readFileSync(path.join('source', file), 'utf8');
	const fixed = text.matchAll(/^(?:import|export) ([^';]*) from '([^']+)'/gm).map(([, what, to]) => ({from: file, to: to!, typeOnly: what!.startsWith('type ')}));
	const bare = text.matchAll(/^import '([^']+)'|import\('([^']+)'\)/gm).map(([, to, lazily]) => ({from: file, to: (to ?? lazily)!, typeOnly: false}));
	return [...fixed, ...bare];
}

const imports = files.flatMap(file => importsOf(file));
const inner = imports.filter(({to}) => to.startsWith('.')).map(one => ({...one, to: path.normalize(path.join(path.dirname(one.from), one.to))}));

test('every room has a place in the order', () => {
	expect(files.map(file => roomOf(file)).filter(room => !order.includes(room))).toEqual([]);
});

test('the test sees imports at all', () => {
	expect(inner.length).toBeGreaterThan(100);
});

test('imports lead to the left only', () => {
	const wrong = inner.filter(({from, to, typeOnly}) => {
		const [here, there] = [order.indexOf(roomOf(from)), order.indexOf(roomOf(to))];
		return there > here && !(typeOnly && typesOnly.has(roomOf(to)));
	});
	expect(wrong).toEqual([]);
});

test('pure rooms touch no files, processes, clocks or environment', () => {
	const allowed = new Set(['zod', 'yaml', 'node:crypto', 'node:path', 'node:util', 'diff']);
	const wrong = imports.filter(({from, to}) => pure.has(roomOf(from)) && !to.startsWith('.') && !allowed.has(to));
	expect(wrong).toEqual([]);
	const impure = files.filter(file => pure.has(roomOf(file))).filter(file => /process\.|Date\.now|new Date|Math\.random/.test(readFileSync(path.join('source', file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')));
	expect(impure).toEqual([]);
});

test('pure rooms know of host/ only its types', () => {
	expect(inner.filter(({from, to, typeOnly}) => pure.has(roomOf(from)) && roomOf(to) === 'host' && !typeOnly)).toEqual([]);
});

test('Ink is loaded by the wizard only, and only lazily by the rest', () => {
	const ink = imports.filter(({to}) => ['ink', 'react', 'ink-select-input'].includes(to));
	expect(ink.filter(({from}) => roomOf(from) !== 'wizard')).toEqual([]);
});

test('no screen imports run/, host/ (but types), execa or fs', () => {
	const wrong = [
		...inner.filter(({from, to, typeOnly}) => roomOf(from) === 'wizard' && (roomOf(to) === 'run' || (roomOf(to) === 'host' && !typeOnly))),
		...imports.filter(({from, to}) => roomOf(from) === 'wizard' && /^(?:execa|node:fs|node:child_process)/.test(to)),
	];
	expect(wrong).toEqual([]);
});

test('only the command line sets the exit code or ends the process', () => {
	const wrong = files.filter(file => file !== 'cli.ts' && /process\.exit(?:Code)?\b/.test(readFileSync(path.join('source', file), 'utf8')));
	expect(wrong).toEqual([]);
});

test('folders are made by files/make-folder.ts: Node\'s own recursive mkdir never returns below /proc', () => {
	const wrong = files.filter(file => /\bmkdir(?:Sync)?\([^)]*recursive/.test(readFileSync(path.join('source', file), 'utf8')));
	expect(wrong).toEqual([]);
});
