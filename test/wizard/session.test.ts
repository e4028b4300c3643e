import {expect, test} from 'vitest';
import {Cancelled} from '../../source/errors.ts';
import {runWizard} from '../../source/wizard/session.tsx';
import {FakeTty} from '../terminal/fake-tty.ts';
import {demoProps} from './demo-props.ts';
import {openWizard} from './open-wizard.ts';

test('a signal ends it with its own reason and restores the terminal', async () => {
	const stop = new AbortController();
	const {tty, outcome} = await openWizard({signal: stop.signal});
	expect(tty.isRaw).toBe(true);
	stop.abort(new Cancelled('SIGHUP'));
	expect(await outcome).toMatchObject({name: 'Cancelled', signal: 'SIGHUP'});
	expect(tty.isRaw).toBe(false);
	await tty.until(({terminal}) => terminal.buffer.active.type === 'normal');
});

test('a signal that came before anything is drawn leaves the terminal alone', async () => {
	const tty = new FakeTty();
	await expect(runWizard(demoProps, {stdin: tty.stdin, stdout: tty.stdout, env: {}, signal: AbortSignal.abort(new Cancelled('SIGTERM'))})).rejects.toThrow(Cancelled);
	expect(tty.raw).toBe('');
});

test('without a terminal nobody is asked', async () => {
	const tty = new FakeTty();
	Object.assign(tty.stdin, {isTTY: false});
	await expect(runWizard(demoProps, {stdin: tty.stdin, stdout: tty.stdout, env: {}})).rejects.toMatchObject({name: 'UserError', exitCode: 2});
	expect(tty.raw).toBe('');
});

test('a terminal that does not know its size is taken for 80x24', async () => {
	const tty = new FakeTty();
	Object.assign(tty.stdout, {columns: 0, rows: 0});
	const stop = new AbortController();
	const outcome = runWizard(demoProps, {stdin: tty.stdin, stdout: tty.stdout, env: {}, signal: stop.signal}).catch((error: unknown) => error);
	await tty.until('► New recipe');
	expect(tty.rows()[23]).toContain('? help');
	stop.abort();
	await outcome;
});
