import {createHash} from 'node:crypto';
import {copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openPty} from '../journeys/open-pty.ts';
import {keys} from '../terminal/keys.ts';
import {makePackages} from './make-packages.ts';

const {version} = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};
let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-packages-'));
	await makePackages(path.join(folder, 'packages'));
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

const sumsIn = (place: string) => readdirSync(place).map(name => [name, createHash('sha256').update(readFileSync(path.join(place, name))).digest('hex')]);

test('made again, by somebody with other habits, each is the same bytes', async () => {
	const again = path.join(folder, 'again');
	await makePackages(again, {habits: 'umask 077; export TZ=Pacific/Apia LC_ALL=C.UTF-8'});
	const sums = sumsIn(path.join(folder, 'packages'));
	expect(sums.map(([name]) => name)).toEqual([
		`ramstrap-${version}-linux-amd64.tar.xz`, `ramstrap-${version}-linux-amd64.tar.xz.sha256`, `ramstrap-${version}.tgz`, `ramstrap_${version}_amd64.deb`,
	]);
	expect(sumsIn(again)).toEqual(sums);
	await execa('sha256sum', ['--check', '--quiet', `ramstrap-${version}-linux-amd64.tar.xz.sha256`], {cwd: again});
});

// `npm run test:matrix` tries the next release as well.
describe.each(['bookworm', ...(process.env.RAMSTRAP_MATRIX === 'all' ? ['trixie'] : [])])('a bare Debian: %s', suite => {
	let tree: string;
	const inTree = (...words: string[]) => ['test/hosts/in-tree.sh', tree, ...words];
	const run = async (command: string) => execa('sh', inTree('sh', '-c', command), {reject: false, all: true, stdin: 'ignore', env: {PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8'}, extendEnv: false});
	const open = (command: string, args: string[] = []) => openPty({command: 'sh', args: inTree(command, ...args), env: {TERM: 'xterm', LANG: 'C.UTF-8', PS1: '> '}});

	beforeAll(async () => {
		tree = path.join(folder, suite);
		await execa('sh', ['test/hosts/bare-tree.sh', suite, tree]);
		copyFileSync(path.join(folder, 'packages', `ramstrap_${version}_amd64.deb`), path.join(tree, 'root/ramstrap.deb'));
	});

	test('one line installs it, and nothing else is needed', async () => {
		const {all, exitCode} = await run('DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ./ramstrap.deb && dpkg --verify ramstrap && ramstrap doctor | head -n 2');
		expect(exitCode, all).toBe(0);
		expect(all).toMatch(/ 1 newly installed,/);
		expect(all).toContain(`ramstrap ${version}, installed by the package ramstrap`);
	});

	test('without any Node of the machine: the wizard, the bundled recipes, and what a shell completes', async () => {
		const wizard = open('ramstrap');
		await wizard.until('► New recipe', 60);
		wizard.type(keys.ctrl('c'));
		expect(await wizard.exit).toBe(130);
		expect((await run('ramstrap recipes show rescue | diff - /usr/share/ramstrap/recipes/rescue.yaml')).all).toBe('');
		const bash = open('bash', ['--norc', '-i']);
		bash.type(`source /usr/share/bash-completion/completions/ramstrap; echo rea''dy${keys.enter}`);
		await bash.until(screen => /^ready/m.test(screen.text()), 20);
		bash.type(`ramstrap rehearse debian-tor${keys.tab}`);
		await bash.until('ramstrap rehearse debian-toram', 20);
	});

	test('what is missing is named; with --yes it is installed, and the node is up', async () => {
		const refused = await run('ramstrap rehearse rambox');
		expect(refused.exitCode).toBe(3);
		expect(refused.all).toContain('ramstrap doctor rambox --install');
		const {all, exitCode} = await run('ramstrap rehearse rambox --yes --set server.timeout=0');
		expect(exitCode, all).toBe(0);
		expect(all).toMatch(/up after/);
	});
});
