import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {runCommand} from '../../source/run/actions/command.ts';
import {ActionError} from '../../source/run/actions/types.ts';
import {openLog} from '../../source/run/log.ts';
import type {Action} from '../../source/steps/types.ts';

type Command = Extract<Action, {do: 'command'}>;

function place() {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-command-'));
	const shown: string[] = [];
	const log = openLog(path.join(folder, 'log'), line => {
		shown.push(line);
	});
	onTestFinished(() => {
		log.close();
		rmSync(folder, {recursive: true});
	});
	return {folder, shown, log, signal: new AbortController().signal};
}

const sh = (script: string, more: Partial<Command> = {}): Command => ({do: 'command', argv: ['sh', '-c', script], ...more});

test('lines that count say how far it is; the log keeps them as they were', async () => {
	const here = place();
	writeFileSync(path.join(here.folder, 'objects'), 'a\nb\nc\n');
	await runCommand(sh('echo "  CC      a.o"; echo "  GEN     x"; echo "  AS      b.o"', {progress: {lines: '^ +(?:CC|AS) ', of: 'objects'}}), here);
	expect(here.shown).toEqual(['1 of 3  CC      a.o', '1 of 3  GEN     x', '2 of 3  AS      b.o']);
	expect(here.log.lastLines(9)).toEqual(['  CC      a.o', '  GEN     x', '  AS      b.o']);
});

test('a count that comes out higher than foreseen is not shown', async () => {
	const here = place();
	writeFileSync(path.join(here.folder, 'objects'), 'a\n');
	await runCommand(sh('echo "  CC a"; echo "  CC b"', {progress: {lines: '^ +CC ', of: 'objects'}}), here);
	expect(here.shown).toEqual(['1 of 1  CC a', '  CC b']);
});

test('of thousands of lines the one that complains is the reason, with those that explain it', async () => {
	const script = 'seq 500; echo "drivers/net/x.c:12:3: error: expected \';\'"; echo "   12 | foo"; echo "      |    ^"; seq 500; echo "make: *** [x.o] Error 1"; exit 2';
	const error: unknown = await runCommand(sh(script, {complaint: ': (?:fatal )?error: '}), place()).catch((error_: unknown) => error_);
	expect(error).toBeInstanceOf(ActionError);
	expect(error).toMatchObject({message: 'drivers/net/x.c:12:3: error: expected \';\'', lines: ['drivers/net/x.c:12:3: error: expected \';\'', '   12 | foo', '      |    ^', '1', '2', '3']});
});

test('a complaint of a command that succeeded is only a line of the log', async () => {
	await expect(runCommand(sh('echo "x.c:1:1: error: not really"', {complaint: 'error: '}), place())).resolves.toBeUndefined();
});

test('without a complaint the exit code is the reason', async () => {
	await expect(runCommand(sh('echo nothing much; exit 3', {complaint: 'error: '}), place())).rejects.toThrow('sh ended with exit code 3');
});
