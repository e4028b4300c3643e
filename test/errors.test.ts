import {writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {Cancelled, describeError, exitCodes, UserError} from '../source/errors.ts';

test('a user error is its sentence and its hints, without a stack', () => {
	expect(describeError(new UserError('This is wrong.', ['do that']))).toEqual({lines: ['This is wrong.', '  → do that'], exitCode: 2});
	expect(describeError(new UserError('Not ready.', [], exitCodes.notReady)).exitCode).toBe(3);
});

test.each([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const)('%s ends with %i', (signal, code) => {
	expect(describeError(new Cancelled(signal)).exitCode).toBe(code);
});

test.each([
	['ENOSPC', 'The disk that holds /srv/x is full.'],
	['EROFS', '/srv/x is on a read-only file system.'],
	['EACCES', 'You have no permission to use /srv/x.'],
])('%s of the system is a sentence, not a stack', (code, sentence) => {
	const {lines, exitCode} = describeError(Object.assign(new Error(code), {code, path: '/srv/x'}));
	expect(lines[0]).toBe(sentence);
	expect(lines[1]).toContain('RAMSTRAP_HOME');
	expect(exitCode).toBe(3);
});

test('a real error of the system is one too', () => {
	try {
		writeFileSync('/proc/version', 'x');
	} catch (error) {
		expect(describeError(error).exitCode).not.toBe(exitCodes.done);
	}
});

test('anything else is a bug of ours and says so', () => {
	const {lines, exitCode} = describeError(new TypeError('x is not a function'));
	expect(exitCode).toBe(70);
	expect(lines[0]).toBe('This is a bug in ramstrap, not a mistake of yours:');
	expect(lines[1]).toContain('x is not a function');
	expect(describeError('thrown text').lines[1]).toBe('thrown text');
});

test('what a stranger\'s text would do to a terminal is seen as what it is', () => {
	expect(describeError(new UserError('no \u001B[2Jfile \u202Egnp.exe\u2028\u009B1m\r\n\tin there', ['try \u0007again'])).lines).toEqual([
		`${String.raw`no \u001b[2Jfile \u202egnp.exe\u2028\u009b1m\u000d`}\n\tin there`, String.raw`  → try \u0007again`,
	]);
});
