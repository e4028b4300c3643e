import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {Cancelled, describeError, exitCodes, UserError} from '../source/errors.ts';
import {whyNotListening} from '../source/report/system-error.ts';

test('a user error is its sentence and its hints, without a stack', () => {
	expect(describeError(new UserError('This is wrong.', ['do that']))).toEqual({lines: ['This is wrong.', '  → do that'], exitCode: 2});
	expect(describeError(new UserError('Not ready.', [], exitCodes.notReady)).exitCode).toBe(3);
});

test('a program of this machine that failed is none of our bugs: its command, how it ended, what it said last', async () => {
	const error: unknown = await execa('sh', ['-c', 'echo first >&2; echo "no such device" >&2; exit 2']).catch((error: unknown) => error);
	const {lines, exitCode} = describeError(error);
	expect(exitCode).toBe(3);
	expect(lines[0]).toMatch(/^sh -c .* ended with exit code 2\.$/);
	expect(lines.slice(1)).toEqual(['  │ first', '  │ no such device', '  → ramstrap doctor']);
});

test.each([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const)('%s ends with %i', (signal, code) => {
	expect(describeError(new Cancelled(signal)).exitCode).toBe(code);
});

describe('what the system refuses is a sentence that names the place and what was to be done there', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-errors-'));
		onTestFinished(() => {
			rmSync(folder, {recursive: true, force: true});
		});
	});

	const at = (name: string) => path.join(folder, name);
	const errorOf = (act: () => unknown): unknown => {
		try {
			act();
		} catch (error) {
			return error;
		}

		throw new Error('it works, and should not');
	};

	test.each<[string, () => unknown, string]>([
		['ENOENT', () => readFileSync(at('none')), 'ramstrap cannot open FOLDER/none: it does not exist.'],
		['ENOENT of a program', () => errorOf(() => execFileSync('no-such-program')), 'no-such-program is not installed on this machine.'],
		['ENOTDIR', () => {
			writeFileSync(at('file'), '');
			mkdirSync(at('file/below'));
		}, 'ramstrap cannot make the folder FOLDER/file/below: a part of that path is a file, not a folder.'],
		['EISDIR', () => {
			writeFileSync(folder, '');
		}, 'ramstrap cannot open FOLDER: it is a folder.'],
		['ELOOP', () => {
			symlinkSync('loop', at('loop'));
			readFileSync(at('loop'));
		}, 'ramstrap cannot open FOLDER/loop: its path has a symbolic link loop.'],
		['ENAMETOOLONG', () => readFileSync(at('x'.repeat(300))), `ramstrap cannot open FOLDER/${'x'.repeat(300)}: that name is too long for the file system.`],
	])('%s', (_code, act, sentence) => {
		const caught = errorOf(() => {
			const result = act();
			if (result instanceof Error) {
				throw result;
			}
		});
		const {lines, exitCode} = describeError(caught);
		expect(lines[0]!.replaceAll(folder, 'FOLDER')).toBe(sentence);
		expect(lines[1]).toMatch(/^ {2}→ /);
		expect(exitCode).toBe(3);
	});

	/** In a namespace with the mounts and limits of the case: what Node says there, as it passes it on. */
	test.each([
		['ENOSPC', 'mount -t tmpfs -o size=4k none "$1"', 'writeFileSync(folder + "/full", Buffer.alloc(9999))', /^The disk that holds the file is full: ramstrap could not write to a file\.$/],
		['EROFS', 'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"', 'mkdirSync(folder + "/new")', /^ramstrap cannot make the folder FOLDER\/new: FOLDER\/new is on a read-only file system\.$/],
		['EMFILE', 'ulimit -n 40', 'for (;;) openSync(folder)', /^ramstrap cannot open FOLDER: too many files are open\.$/],
	])('%s', (_code, prepare, act, sentence) => {
		const program = `const {writeFileSync, mkdirSync, openSync} = require('node:fs'); const folder = process.argv[1]; try { ${act}; } catch ({code, syscall, path}) { console.log(JSON.stringify({code, syscall, path})); }`;
		const said = execFileSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-ec', `${prepare}; exec "$2" -e "$3" "$1"`, 'sh', folder, process.execPath, program], {encoding: 'utf8'});
		const {lines, exitCode} = describeError(Object.assign(new Error('x'), JSON.parse(said)));
		expect(lines[0]!.replaceAll(folder, 'FOLDER')).toMatch(sentence);
		expect(exitCode).toBe(3);
	});

	/** As somebody else, in a folder of root's. */
	const forOthers = (act: string): string[] => {
		chmodSync(folder, 0o700);
		const program = `const {mkdirSync, readFileSync, readdirSync} = require('node:fs'); const folder = process.argv[1]; try { ${act}; } catch ({code, syscall, path}) { console.log(JSON.stringify({code, syscall, path})); }`;
		const said = execFileSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, '-e', program, folder], {encoding: 'utf8', cwd: '/'});
		return describeError(Object.assign(new Error('x'), JSON.parse(said))).lines.map(line => line.replaceAll(folder, 'FOLDER'));
	};

	test('EACCES: who may not write is told so, and nobody is told of RAMSTRAP_HOME for what is only read', () => {
		const elsewhere = '  → write there as its owner, or elsewhere: RAMSTRAP_HOME names the folder that ramstrap writes to';
		const ask = '  → ask its owner, or run ramstrap as a user with permission';
		expect(forOthers('mkdirSync(folder + "/new")')).toEqual(['Permission denied: ramstrap may not make the folder '
			+ 'FOLDER/new.', elsewhere]);
		expect(forOthers('readdirSync(folder)')).toEqual(['Permission denied: ramstrap may not list the folder '
			+ 'FOLDER.', ask]);
		expect(forOthers('readFileSync(folder + "/file")')).toEqual(['Permission denied: ramstrap may not open FOLDER/file.', ask]);
	});

	test('EPERM: what nobody may is not blamed on the user', () => {
		writeFileSync(at('passwd'), '');
		const program = 'try { require("node:fs").chownSync(process.argv[1], 1, 1); } catch ({code, syscall, path}) { console.log(JSON.stringify({code, syscall, path})); }';
		const said = execFileSync('setpriv', ['--bounding-set', '-all', '--inh-caps', '-all', process.execPath, '-e', program, at('passwd')], {encoding: 'utf8'});
		const {lines, exitCode} = describeError(Object.assign(new Error('x'), JSON.parse(said)));
		expect(lines[0]).toBe(`Permission denied: ramstrap may not change the owner of ${at('passwd')}.`);
		expect(lines[1]).toContain('lsattr');
		expect(exitCode).toBe(3);
	});
});

test('a port that cannot be had: why', async () => {
	const first = createServer().listen(0, '127.0.0.1');
	await once(first, 'listening');
	const refused = async (port: number, host: string) => once(createServer().listen(port, host), 'listening').catch((error: unknown) => whyNotListening(error));
	expect(await refused((first.address() as {port: number}).port, '127.0.0.1')).toBe('another program listens there');
	expect(await refused(0, '192.0.2.1')).toBe('this machine does not have that address');
	first.close();
});

test('anything else is a bug of ours and says so', () => {
	const {lines, exitCode} = describeError(new TypeError('x is not a function'));
	expect(exitCode).toBe(70);
	expect(lines[0]).toBe('This is a bug in ramstrap; please report it:');
	expect(lines[1]).toContain('x is not a function');
	expect(describeError('thrown text').lines[1]).toBe('thrown text');
});

test('what a stranger\'s text would do to a terminal is seen as what it is', () => {
	expect(describeError(new UserError('no \u001B[2Jfile \u202Egnp.exe\u2028\u009B1m\r\n\tin there', ['try \u0007again'])).lines).toEqual([
		`${String.raw`no \u001b[2Jfile \u202egnp.exe\u2028\u009b1m\u000d`}\n\tin there`, String.raw`  → try \u0007again`,
	]);
});
