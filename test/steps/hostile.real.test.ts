import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {rootStep} from '../../source/steps/root.ts';
import {treeStep} from '../../source/steps/tree/index.ts';
import type {Step} from '../../source/steps/types.ts';
import {needTool} from '../need-tool.ts';
import {debianFacts, sampleRecipe} from '../sample.ts';
import {member} from './tree/raw-tar.ts';

// Trees of strangers who mean harm. Every command of the steps runs under strace: whatever becomes of the tree, nothing
// but the work folder is written to, what lies beside it is not opened, and nothing of it gets into the image.

const marker = 'a secret of the machine that builds';

let home: string;
let outside: string;
beforeAll(async () => {
	await needTool('strace');
});
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'ramstrap-hostile-'));
	outside = path.join(home, 'outside');
	put('outside/secret', `${marker}\n`);
	put('outside/folder/secret', `${marker}\n`);
	put('work/busybox/busybox', readFileSync('/bin/busybox'));
	put('work/kernel/config', '# CONFIG_MODULES is not set\n');
	put('key.pub', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6l0m9vYq9Y0s8c2mZ8b9x0x1y2z3a4b5c6d7e8f9g0 me\n');
});
afterEach(() => {
	rmSync(home, {recursive: true, force: true});
});

function put(file: string, content: string | Buffer): void {
	mkdirSync(path.dirname(path.join(home, file)), {recursive: true});
	writeFileSync(path.join(home, file), content, {mode: 0o755});
}

/** Does what a step says, each command under strace. @returns whether it came to its end */
async function carryOut(step: Step): Promise<{done: boolean; said: string}> {
	const folder = path.join(home, 'work', step.id);
	mkdirSync(folder);
	for (const action of step.actions) {
		if (action.do === 'write-file') {
			put(path.join('work', step.id, action.path), action.text);
		} else if (action.do === 'command') {
			const inputFile = action.from === undefined ? {} : {inputFile: path.join(folder, action.from)};
			const output = action.to === undefined ? {} : {stdout: {file: path.join(folder, action.to)}};

			const {failed, stderr, timedOut} = await execa('strace', ['-f', '-qq', '-y', '-A', '-o', path.join(home, 'calls'), '-e', 'trace=%file', '-e', 'signal=none', ...action.argv], {
				...inputFile, ...output, cwd: folder, env: {LC_ALL: 'C', TZ: 'UTC'}, reject: false, timeout: 60_000,
			});
			expect({timedOut, argv: action.argv}).toEqual({timedOut: false, argv: action.argv});
			if (failed) {
				return {done: false, said: stderr};
			}
		}
	}

	return {done: true, said: ''};
}

async function build(tree: RecipeInput['tree']): Promise<{done: boolean; said: string}> {
	const recipe = sampleRecipe({strategy: 'dracut-toram', tree, node: {keys: [path.join(home, 'key.pub')]}});
	const made = await carryOut(treeStep(recipe, {...debianFacts, user: {root: true, sudo: false}}));
	return made.done ? carryOut(rootStep(recipe, debianFacts, {modules: undefined})) : made;
}

/** What was written to, or tried to be, beside the work folder, and what of the folder beside it was opened. */
function trespasses(): string[] {
	const writes = /^(?:creat|mkdir|mkdirat|mknod|mknodat|rename|renameat2?|link|linkat|symlink|symlinkat|unlink|unlinkat|rmdir|truncate|chmod|fchmodat2?|chown|lchown|fchownat|utimensat|utimes?|setxattr|lsetxattr)\(|O_(?:WRONLY|RDWR|CREAT|TRUNC)/;
	return readFileSync(path.join(home, 'calls'), 'utf8').split('\n').filter(line => {
		const end = line.lastIndexOf(' = ');
		const [call, result] = [line.slice(0, end).replace(/^\d+ +/, ''), line.slice(end + 3)];
		const paths = call.matchAll(/"((?:[^"\\]|\\.)*)"/g).map(([, name]) => name!).toArray();
		const isOpened = /^(?:open|openat|openat2|creat|execve|readlink|readlinkat)\(/.test(call);
		const touched = isOpened && !result.startsWith('-1') && paths.some(name => name.includes(outside));
		const written = writes.test(call) && paths.some(name => name.startsWith('/') && !name.startsWith(path.join(home, 'work')) && !/^\/(?:dev\/(?:null|tty)|tmp\/(?:sort|sh-thd|perl)|var\/tmp)/.test(name));
		const climbed = writes.test(call) && call.includes(`AT_FDCWD<${home}`) && paths.some(name => path.resolve(/AT_FDCWD<([^>]*)>/.exec(call)![1]!, name).startsWith(outside));
		return touched || written || climbed;
	});
}

async function holds(file: string, text: string): Promise<boolean> {
	const {exitCode} = await execa('grep', ['-aqF', text, file], {reject: false});
	return exitCode === 0;
}

async function expectUnharmed(): Promise<void> {
	expect(trespasses()).toEqual([]);
	expect(readFileSync(path.join(outside, 'secret'), 'utf8')).toBe(`${marker}\n`);
	expect(readdirSync(outside, {recursive: true, encoding: 'utf8'}).toSorted()).toEqual(['folder', 'folder/secret', 'secret']);
	expect(existsSync('/tmp/ramstrap-was-here')).toBe(false);
	const leaks = await Promise.all(['tree/root.tar', 'root/root.tar'].map(async name => holds(path.join(home, 'work', name), marker)));
	expect(leaks).toEqual([false, false]);
}

const program = () => readFileSync('/bin/busybox').toString('latin1');
const folder = (name: string) => member({name: `./${name}/`, type: '5'});
const link = (name: string, target: string) => member({name: `./${name}`, type: '2', target});
const hard = (name: string, target: string) => member({name: `./${name}`, type: '1', target});
const file = (name: string, content: string) => member({name: `./${name}`, content});
const executable = (name: string) => {
	const made = member({name: `./${name}`, content: program()});
	made.write('0000755\0', 100);
	made.fill(' ', 148, 156);
	made.write(`${made.subarray(0, 512).reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
	return made;
};

/** A tree that would boot. */
const whole = () => [folder('etc'), folder('bin'), folder('sbin'), executable('bin/sh'), link('sbin/init', '../bin/sh'), file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'), file('etc/inittab', '::sysinit:/bin/true\n')];

const commands = ['$(touch /tmp/ramstrap-was-here)', '`touch /tmp/ramstrap-was-here`', '; touch /tmp/ramstrap-was-here #', '| sh', '--checkpoint=1', '--checkpoint-action=exec=touch x', '-rf', '--to-command=sh', '%s%n', '*', '[a-z]*', '{a,b}', '~root', '"', '\'', '\\', String.raw`\040`, '&& touch x', '\u001B]0;title\u0007'];

type Hostile = [what: string, members: (to: string) => Buffer[], ends: 'done' | RegExp];
const trees: Hostile[] = [
	['files that change are links out of the tree', to => [...whole(), ...['etc/shadow', 'etc/hosts', 'etc/inittab', 'etc/selinux/config', 'etc/network/interfaces', 'etc/dhcpcd.conf'].map(name => link(name, `${to}/secret`))], 'done'],
	['files that change are hard links out of it', to => [...whole(), hard('etc/hosts', `${to}/secret`)], 'done'],
	['folders are links out of it', to => [...whole(), link('root', `${to}/folder`), link('var', to), file('var/log/lastlog', 'x'), link('usr', `${to}/folder`), link('etc/systemd', `../../../../..${to}`), file('etc/systemd/system/x.service', 'x')], 'done'],
	['etc itself is one', to => [folder('bin'), executable('bin/sh'), link('sbin/init', '../bin/sh'), link('etc', to), file('etc/passwd', 'root:x:0:0::/root:/bin/sh\n')], 'done'],
	['the init and the shell are links out of it', to => [...whole(), link('sbin/init', `${to}/secret`), link('bin/sh', `${to}/secret`)], /would not boot/],
	['the home folder of root lies elsewhere', to => [...whole(), file('etc/passwd', `root:x:0:0:root:/l ${to}/secret x:/bin/sh\n`)], /in etc\/passwd of the system files root has the home folder/],
	['the home folder of root is a link out of it', to => [...whole(), file('etc/passwd', 'root:x:0:0:root:/h:/bin/sh\n'), link('h', to)], 'done'],
	['names are commands, options and patterns', () => [...whole(), ...commands.flatMap(name => [file(`etc/${name.replaceAll('/', '')}`, 'x'), file(`var/log/${name.replaceAll('/', '')}`, 'x'), file(`etc/ssl/private/${name.replaceAll('/', '')}`, 'x'), file(`etc/netplan/${name.replaceAll('/', '')}`, 'x')])], 'done'],
	['names have ends of lines', to => [...whole(), file(`etc/x\n./etc/shadow type=file link=${to}`, 'x'), file('var/log/a\nfile 0644 etc/cron.d/x', 'x'), link('etc/l\n', `${to}\nx`)], 'done'],
	['accounts, hosts and tables have commands in them', () => [...whole(), file('etc/passwd', 'root:x:0:0:$(touch /tmp/ramstrap-was-here):/root:/bin/sh\n`id`:x:1:1::/:/bin/sh\n'), file('etc/shadow', 'root:$(touch /tmp/ramstrap-was-here):1::::::\n;touch:$6$x:1::::::\n'), file('etc/hosts', '127.0.0.1 `touch /tmp/ramstrap-was-here`\n'), file('etc/inittab', '::respawn:$(touch /tmp/ramstrap-was-here)\n')], 'done'],
	['files that change are devices and pipes', () => [...whole(), ...['etc/hosts', 'etc/shadow'].map(name => member({name: `./${name}`, type: '6'})), member({name: './etc/network/interfaces', type: '3'})], 'done'],
	['names lead out of the archive', to => [...whole(), file(`../../../../../..${to}/secret`, 'x')], /leads out of it/],
	['hard links lead out of the archive', to => [...whole(), hard('etc/x', `../../../../../../..${to}/secret`)], /leads out of it/],
	['its path has a symbolic link loop', () => [...whole(), link('a', 'b'), link('b', 'a'), file('a/x', 'x')], /leads in a circle/],
	['units and tables of mounts name what is outside', to => [...whole(), file('etc/fstab', `${to} / none bind 0 0\n`), file('etc/crypttab', `x ${to}/secret\n`), link('etc/systemd/system/multi-user.target.wants/NetworkManager.service', `${to}/secret`), link('etc/localtime', `${to}/secret`), link('etc/resolv.conf', `${to}/secret`)], 'done'],
	['the reporter has a link in its place', to => [...whole(), link('usr/lib/ramstrap', to), link('etc/machine-id', `${to}/secret`), link('etc/hostname', `${to}/secret`)], 'done'],
];

const thatBuild = trees.filter(one => one[2] === 'done');

describe('nothing outside is read or written when of a hostile archive', () => {
	test.each(trees)('%s', async (_what, members, ends) => {
		put('hostile.tar', Buffer.concat([...members(outside), Buffer.alloc(1024)]));
		const {done, said} = await build({from: 'archive', path: path.join(home, 'hostile.tar')});
		expect(done ? 'done' : said).toMatch(ends);
		await expectUnharmed();
	});
});

describe('nor when of a hostile folder', () => {
	test.each(thatBuild)('%s', async (_what, members) => {
		put('hostile.tar', Buffer.concat([...members(outside), Buffer.alloc(1024)]));
		mkdirSync(path.join(home, 'tree'));
		// As tar lays it out, links and all; of what it refuses the rest is hostile enough.
		await execa('tar', ['--extract', '--file', path.join(home, 'hostile.tar'), '--directory', path.join(home, 'tree')], {reject: false});
		const {done, said} = await build({from: 'directory', path: path.join(home, 'tree')});
		expect(done ? 'done' : said).toMatch(/^done$|would not boot/m);
		await expectUnharmed();
	});
});

test('nor when of the layers of a container image', async () => {
	const layers = thatBuild.map((one, index) => {
		put(`layers/${index}.tar`, Buffer.concat([...one[1](outside), Buffer.alloc(1024)]));
		return path.join(home, `layers/${index}.tar`);
	});
	put('work/layers.pl', readFileSync('source/steps/tree/layers.pl'));
	put('work/tar.pl', readFileSync('source/steps/tree/tar.pl'));
	put('work/acl.pl', readFileSync('source/steps/tree/acl.pl'));
	const laid = await carryOut({
		id: 'tree', title: '', why: '', needs: [], reads: [], makes: ['root.tar'], hints: [],
		actions: [{do: 'command', argv: ['perl', '../layers.pl', '--whiteouts', ...layers], to: 'root.tar'}],
	});
	expect(laid.done ? 'done' : laid.said).toBe('done');
	await expectUnharmed();
});

test('this would be seen', async () => {
	const look = async (script: string) => {
		rmSync(path.join(home, 'work/see'), {recursive: true, force: true});
		await carryOut({id: 'see', title: '', why: '', needs: [], reads: [], makes: [], hints: [], actions: [{do: 'command', argv: ['sh', '-c', script]}]});
		const seen = trespasses();
		rmSync(path.join(home, 'calls'));
		return seen.length;
	};

	expect(await look('cat ../../key.pub >/dev/null')).toBe(0);
	expect(await look(`cat ${outside}/secret`)).toBeGreaterThan(0);
	expect(await look(': >>../../outside/secret')).toBeGreaterThan(0);
	expect(await look(': >../../beside')).toBe(0);
	expect(await look(`mkdir ${home}/beside-too`)).toBeGreaterThan(0);
});
