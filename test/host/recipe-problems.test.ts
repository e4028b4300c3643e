import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {recipeProblems} from '../../source/host/recipe-problems.ts';
import type {Interface} from '../../source/host/types.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {temporaryFolder} from '../journeys/program.ts';
import {recipeWith} from '../recipe/recipe.ts';

const debian: RecipeInput['tree'] = {from: 'bootstrap'};
const codes = (recipe: Partial<RecipeInput>, interfaces?: Interface[]) =>
	recipeProblems(recipeWith({strategy: 'nfs-root', server: {unknown: 'refuse'}, ...recipe}), interfaces).map(({code, field}) => `${code} ${field}`);
const ofAll = mkdtempSync(path.join(tmpdir(), 'ramstrap-keys-'));
const oneKey = path.join(ofAll, 'key.pub');
writeFileSync(oneKey, 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me\n');
afterAll(() => {
	rmSync(ofAll, {recursive: true});
});

function publicKey(text = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me'): string {
	const file = path.join(temporaryFolder(), 'key.pub');
	writeFileSync(file, `${text}\n`);
	return file;
}

const password = '$6$abcdefgh$0123456789';

describe('whoever made it can log in', () => {
	test.each<[string, Partial<RecipeInput>]>([
		['by a password', {tree: debian, node: {password}}],
		['by an account of a tree that somebody made', {tree: {from: 'directory', path: '/'}}],
		['by files of the recipe', {tree: {...debian, files: '/'}}],
		['by what is kept of this machine', {tree: {from: 'host', keep: ['etc/shadow']}}],
		['by a key of one node', {tree: debian, nodes: [{mac: '52:54:00:00:00:01', keys: [oneKey]}]}],
		['without a login, on the console', {strategy: 'busybox-initramfs'}],
	])('%s', (_, recipe) => {
		expect(codes(recipe)).toEqual([]);
	});

	test('or not at all, which is said', () => {
		expect(codes({tree: debian})).toEqual(['no-login node.keys']);
		expect(codes({tree: {from: 'host'}})).toEqual(['no-login node.keys']);
	});
});

test('every file and folder that a recipe names is looked for', () => {
	const folder = temporaryFolder();
	const here = path.join(folder, 'here');
	mkdirSync(here);
	const key = publicKey();
	const named = (place: string, keyFile: string): Partial<RecipeInput> => ({
		tree: {from: 'directory', path: place, files: place}, kernel: {from: 'build', source: {path: place}, fragment: keyFile},
		node: {keys: [keyFile]}, nodes: [{mac: '52:54:00:00:00:01', keys: [keyFile], files: place}],
	});
	expect(codes(named(here, key))).toEqual([]);
	const secret = publicKey('-----BEGIN OPENSSH PRIVATE KEY-----');
	expect(recipeProblems(recipeWith({tree: debian, node: {keys: [secret]}}))[0]!.what).toContain('a private key');
	expect(codes(named(`${here}/not`, path.join(folder, 'no.pub')))).toEqual([
		'tree.path', 'tree.files', 'kernel.source.path', 'kernel.fragment', 'node.keys', 'nodes', 'nodes',
	].map(field => `path-missing ${field}`));
	const [swapped] = recipeProblems(recipeWith({tree: debian, node: {keys: [here]}}));
	expect(swapped).toMatchObject({field: 'node.keys', what: `node.keys names ${here}, which is a folder, not a file.`});
	expect(codes({tree: {...debian, files: key}})).toEqual(['path-missing tree.files']);
});

test('an interface that this machine has not is named, with those that it has', () => {
	const one: Interface = {name: 'eth0', mac: '', addresses: [], defaultRoute: true, wireless: false, leased: false, carrier: true};
	const recipe = recipeWith({server: {interface: 'eth9'}});
	expect(recipeProblems(recipe, [one, {...one, name: 'eth1'}])).toEqual([
		{code: 'interface-missing', level: 'problem', field: 'server.interface', what: 'server.interface is eth9; this machine has eth0 and eth1.'},
	]);
	expect(recipeProblems(recipe, [{...one, name: 'eth9'}])).toEqual([]);
	expect(recipeProblems(recipe)).toEqual([]);
});

test('a node that boots from its disk after the boot menu may stop there', () => {
	const said = (boot: 'always' | 'once' | 'never') => recipeProblems(recipeWith({nodes: [{mac: '52:54:00:00:00:01', boot}]})).map(({code, level}) => `${code} ${level}`);
	expect(said('always')).toEqual([]);
	expect([said('once'), said('never')]).toEqual([['disk-after-loader warning'], ['disk-after-loader warning']]);
});

describe('a root on the server that is written to', () => {
	const nodes = ['52:54:00:00:00:01', '52:54:00:00:00:02'].map(mac => ({mac}));
	test.each<[string, number, Partial<RecipeInput>]>([
		['by two known nodes', 1, {nodes}],
		['by all that an entry with * stands for', 1, {nodes: [{mac: '52:54:00:*:*:*'}]}],
		['by one of two, of which the other boots another recipe', 0, {nodes: [nodes[0]!, {...nodes[1]!, recipe: 'other'}], server: {unknown: 'refuse'}}],
		['by one, and the others are refused', 0, {nodes: [nodes[0]!], server: {unknown: 'refuse'}}],
		['by whoever boots', 1, {nodes: [nodes[0]!]}],
		['by whoever the router lets boot', 0, {server: {dhcp: 'external'}}],
		['not at all: each has its changes in memory', 0, {nodes, overlay: 'tmpfs'}],
	])('%s', (_, count, recipe) => {
		const found = recipeProblems(recipeWith({strategy: 'nfs-root', tree: debian, node: {password}, ...recipe}));
		expect(found.map(({code}) => code)).toEqual(Array.from({length: count}, () => 'root-shared'));
	});
});

test.each<[string, string | undefined]>([
	['Europe/Nowhere', 'node.timezone is Europe/Nowhere, which is no time zone that is known here, such as Europe/Berlin.'],
	['Europe/Berln', 'node.timezone is Europe/Berln, which is no time zone that is known here; did you mean Europe/Berlin?'],
	['Europe/Berlin', undefined], ['UTC', undefined], ['Etc/GMT+5', undefined], ['US/Eastern', undefined], ['America/Argentina/Buenos_Aires', undefined],
])('time zone %s', (timezone, says) => {
	expect(recipeProblems(recipeWith({node: {timezone}})).map(({what}) => what)).toEqual(says === undefined ? [] : [says]);
});

test.each<[string, string | undefined]>([
	['bananas', 'tree.suite is bananas, which is no release of Debian or Ubuntu that is known here, such as bookworm, trixie or noble.'],
	['bookwrom', 'tree.suite is bookwrom, which is no release of Debian or Ubuntu that is known here; did you mean bookworm?'],
	['trixie', undefined], ['noble', undefined], ['bookworm-backports', undefined], ['stable', undefined],
])('release %s', (suite, says) => {
	expect(recipeProblems(recipeWith({strategy: 'nfs-root', overlay: 'tmpfs', tree: {...debian, suite}, node: {password}})).map(({what}) => what)).toEqual(says === undefined ? [] : [says]);
	expect(recipeProblems(recipeWith({strategy: 'nfs-root', overlay: 'tmpfs', tree: {...debian, suite, mirror: 'http://127.0.0.1/debian'}, node: {password}}))).toEqual([]);
});
