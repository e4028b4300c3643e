import {expect, test} from 'vitest';
import {makeCaller, readPrompt} from '../../source/rehearse/prompt.ts';

test.each([
	['\r\nDebian GNU/Linux 12 kitchen ttyS0\r\n\r\nkitchen login: ', 'name'],
	['root\r\nPassword: ', 'password'],
	['\r\nLogin incorrect\r\nkitchen login', 'password'],
	['\u{1B}[6nrambox:~# ', 'shell'],
	['/ # ', 'shell'],
	['/ # \r\n[   60.1] random: crng init done\r\n', 'shell'],
	// What the kernel does by itself: an echo, and its own lines.
	['\r\n', undefined],
	['root\r\n', undefined],
	['[   60.1] nfs: server 192.168.24.1 not responding, still trying\r\n', undefined],
	['Please press Enter to activate this console. ', undefined],
	['[#####     ] 50 %\r\n', undefined],
] as const)('%j asks for %s', (text, kind) => {
	expect(readPrompt(text)).toBe(kind);
});

test('behind a name there must be more than the prompt for the next one', async () => {
	const caller = makeCaller(typed => {
		caller.hear(typed === 'root\n' ? 'root\r\nPassword: ' : 'kitchen login: ');
	});
	expect(await caller.isAnswered()).toBe(true);
});

test('an echo is no answer, nor is a prompt that nothing starts behind', async () => {
	const echo = makeCaller(typed => {
		echo.hear(typed);
	}, 300);
	const getty = makeCaller(() => {
		getty.hear('kitchen login: ');
	}, 300);
	expect(await Promise.all([echo.isAnswered(), getty.isAnswered()])).toEqual([false, false]);
});
