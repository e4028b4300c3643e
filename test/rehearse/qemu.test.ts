import {expect, test} from 'vitest';
import {startQemu} from '../../source/rehearse/qemu.ts';

function start(...argv: string[]): {machine: ReturnType<typeof startQemu>; text: () => string} {
	let said = '';
	const machine = startQemu(argv, text => {
		said += text;
	});
	return {machine, text: () => said};
}

test('nothing it says is lost while we are busy, however small the pieces', async () => {
	const {machine, text} = start('dd', 'if=/dev/zero', 'bs=1', 'count=50000', 'oflag=nonblock', 'status=none');
	const end = Date.now() + 500;
	while (Date.now() < end) {
		// As busy as a lab of many nodes.
	}

	expect(await machine.gone).toBe('The virtual machine ended by itself.');
	expect(text()).toHaveLength(50_000);
});

test('what is typed comes to it; it is said how it ended', async () => {
	const echo = start('sh', '-c', 'read line; echo "heard $line"; echo "no such device" >&2; exit 1');
	echo.machine.type('hello\n');
	expect(await echo.machine.gone).toBe('QEMU failed: no such device');
	expect(echo.text()).toBe('heard hello\n');
	const sleeper = start('sleep', '60');
	sleeper.machine.off();
	expect(await sleeper.machine.gone).toMatch(/^QEMU failed/);
	sleeper.machine.type('too late');
});
