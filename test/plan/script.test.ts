import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {makePlan, type Plan} from '../../source/plan/plan.ts';
import {formatScript} from '../../source/plan/script.ts';
import type {Request} from '../../source/kernel/types.ts';
import type {Action} from '../../source/steps/types.ts';
import {debianFacts, sampleRecipe} from '../sample.ts';

function planOf(...actions: Action[]): Plan {
	return {
		name: 'test', strategy: 'busybox-initramfs', words: [], artifacts: [],
		steps: [{id: 'only', title: 'Only', why: 'a test', needs: [], reads: [], actions, makes: [], hints: []}],
	};
}

function runScript(script: string) {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-script-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	return {folder, ...spawnSync('sh', [], {cwd: folder, input: script, encoding: 'utf8'})};
}

test('rambox as a script, as a person reads it; and sh understands it', async () => {
	const script = formatScript(makePlan(sampleRecipe(), debianFacts));
	await expect(script).toMatchFileSnapshot('golden/rambox-debian.sh');
	expect(execFileSync('sh', ['-n'], {input: script, encoding: 'utf8'})).toBe('');
});

test('a kernel of one\'s own is a script as well: sh understands it, and every request is looked for', () => {
	const recipe = sampleRecipe({kernel: {from: 'build', source: {package: 'linux-source'}, bundles: ['virtio', 'hardened']}});
	const plan = makePlan(recipe, debianFacts);
	const script = formatScript(plan);
	expect(execFileSync('sh', ['-n'], {input: script, encoding: 'utf8'})).toBe('');
	const compare = plan.steps.flatMap(({actions}) => actions).find(action => action.do === 'compare-config')!;
	expect(script.match(/was requested, but the kernel configuration does not have it/g)).toHaveLength(compare.requests.filter(({preferred}) => !preferred).length);
	expect(script).toContain('grep -qxF -e CONFIG_MITIGATION_RETPOLINE=y -e CONFIG_RETPOLINE=y config ||');
});

test('files arrive as they are, whatever stands in them', () => {
	const text = 'a $HOME `id` \\ "q" \'s\'\nEND\nEND_\nä\n';
	const {folder} = runScript(formatScript(planOf(
		{do: 'write-file', path: 'deep/er/file', text},
		{do: 'write-file', path: 'empty', text: ''},
		{do: 'command', argv: ['tr', 'a-z', 'A-Z'], from: 'deep/er/file', to: 'loud'},
	)));
	expect(readFileSync(path.join(folder, 'only/deep/er/file'), 'utf8')).toBe(text);
	expect(readFileSync(path.join(folder, 'only/empty'), 'utf8')).toBe('');
	expect(readFileSync(path.join(folder, 'only/loud'), 'utf8')).toContain('A $HOME');
});

test('a comment and what is said end with their line, whatever the folder of a recipe is called', () => {
	const plan = planOf({do: 'write-file', path: 'out', text: ''});
	const {folder, stdout} = runScript(formatScript({...plan, steps: plan.steps.map(step => ({...step, title: 'one\ntouch ../title', why: 'why\r\n\u2028touch ../why\u001B[31m'}))}));
	expect(readdirSync(folder)).toEqual(['only']);
	expect(stdout.split('\n', 1)[0]).toBe('1. one touch ../title');
});

const shells: Array<[string, string[]]> = [['dash', []], ['bash', ['--posix']], ['busybox', ['sh']]];

test.each(shells)('by %s: of the environment nothing reaches the commands but what is passed on purpose, and no function takes their place', (shell, words) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-script-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const env = {
		PATH: process.env.PATH, HOME: '/root', https_proxy: 'https://proxy.example:3128', LC_ALL: 'POSIX', XDG_CACHE_HOME: '/x',
		...Object.fromEntries(['TAR_OPTIONS', 'GZIP', 'XZ_OPT', 'ZSTD_CLEVEL', 'POSIXLY_CORRECT', 'CDPATH', 'ENV', 'BASH_ENV', 'PERL5OPT', 'PERL5LIB', 'GREP_OPTIONS', 'MAKEFLAGS', 'KCONFIG_ALLCONFIG', 'CFLAGS', 'UID', 'PPID', 'BASHOPTS', 'IFS', 'TZ'].map(name => [name, 'x'])),
		// A value of two lines, of which the second looks like another one.
		ODD: 'one\nPATH=two',
		'BASH_FUNC_env%%': '() { echo HIJACKED=1; }', 'BASH_FUNC_sed%%': '() { :; }', 'BASH_FUNC_sort%%': '() { echo HIJACKED=1; }', 'BASH_FUNC_cd%%': '() { :; }',
	};
	const script = formatScript(planOf({do: 'command', argv: ['env'], to: 'env'}, {do: 'command', argv: ['sort', 'env'], to: 'sorted'}));
	const {status, stderr} = spawnSync(shell, words, {cwd: folder, input: script, encoding: 'utf8', env});
	expect([status, stderr]).toEqual([0, '']);
	const names = readFileSync(path.join(folder, 'only/sorted'), 'utf8').trim().split('\n').map(line => line.split('=', 1)[0]!);
	const ofTheShell = new Set(['PWD', 'OLDPWD', 'SHLVL', '_', 'PPID', 'UID', 'BASHOPTS']);
	expect(names.filter(name => !ofTheShell.has(name))).toEqual(['DEBIAN_FRONTEND', 'HOME', 'LC_ALL', 'PATH', 'TZ', 'XDG_CACHE_HOME', 'https_proxy']);
});

test('a command that fails ends the script, and the folder never gets its name', () => {
	const {status, folder} = runScript(formatScript(planOf({do: 'command', argv: ['false']}, {do: 'write-file', path: 'late', text: ''})));
	expect(status).toBe(1);
	expect(execFileSync('ls', {cwd: folder, encoding: 'utf8'}).trim()).toBe('only.partial');
});

test('a missing kernel option ends the script with its sentence', () => {
	const {status, stderr} = runScript(formatScript(planOf(
		{do: 'write-file', path: 'config', text: 'CONFIG_TMPFS=m\nCONFIG_PACKET=m\n'},
		{do: 'check-config', config: 'config', options: [{option: 'PACKET', as: 'm', why: 'raw packets'}, {option: 'TMPFS', as: 'y', why: 'the root is one'}]},
	)));
	expect(status).toBe(1);
	expect(stderr).toBe('CONFIG_TMPFS is missing in the kernel: the root is one.\n');
});

test('requests that did not survive end the script with their names', () => {
	const compare = (requests: Request[]) => runScript(formatScript(planOf(
		{do: 'write-file', path: 'config', text: 'CONFIG_NET=y\nCONFIG_CMDLINE="a b"\n# CONFIG_SMP is not set\n'},
		{do: 'compare-config', config: 'config', tree: '../linux', requests},
	)));
	const from = 'a test';
	expect(compare([{option: 'NET', value: 'y', from}, {option: 'CMDLINE', value: 'a b', from}, {option: 'SMP', value: 'n', from}, {option: 'GONE', value: 'n', from}, {option: 'KERNEL_ZSTD', value: 'y', from, preferred: true}])).toMatchObject({status: 0, stderr: ''});
	expect(compare([{option: 'VIRTIO_NET', value: 'y', from}])).toMatchObject({status: 1,
		stderr: 'CONFIG_VIRTIO_NET=y was requested, but the kernel configuration does not have it.\n'});
	expect(compare([{option: 'NET', value: 'n', from}])).toMatchObject({status: 1, stderr: expect.stringContaining('# CONFIG_NET is not set was requested') as string});
});

test('a scratch folder is made once and found again', () => {
	const plan = planOf({do: 'command', argv: ['sh', '-c', 'echo x >>../kept/lines']}, {do: 'command', argv: ['cp', '../kept/lines', 'out']});
	plan.steps[0]!.scratch = {folder: 'kept'};
	const {folder, status} = runScript(formatScript(plan));
	expect(status).toBe(0);
	execFileSync('rm', ['-r', 'only'], {cwd: folder});
	execFileSync('sh', [], {cwd: folder, input: formatScript(plan)});
	expect(readFileSync(path.join(folder, 'only/out'), 'utf8')).toBe('x\nx\n');
});

test('a text that no here-document could hold is a bug, found at once', () => {
	expect(() => formatScript(planOf({do: 'write-file', path: 'x', text: 'no line feed'}))).toThrow('the text of x does not end in a line feed');
});
