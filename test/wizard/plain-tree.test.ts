import {PassThrough} from 'node:stream';
import {describe, expect, onTestFinished, test} from 'vitest';
import {Cancelled} from '../../source/errors.ts';
import type {DeviceOptions} from '../../source/kernel/hardware/device-options.ts';
import {openConfiguration, openRequests} from '../../source/kernel/kconfig/solve/configuration.ts';
import {modelOf} from '../../source/kernel/kconfig/solve/links.ts';
import type {Terminal} from '../../source/wizard/on-screen.tsx';
import {runPlainTree} from '../../source/wizard/plain/tree-session.ts';
import type {OpenedTree} from '../../source/wizard/tree/tree-menu.ts';
import {treeOf} from '../kernel/kconfig/tree-of.ts';

const text = `
mainmenu "A program"

menu "Drivers"
comment "for machines"
config BUS
	bool "a bus"
config CARD
	bool "a card of \u001B[31mIntel"
	depends on BUS
	select HELD
	help
	  It sends and receives gigabits.
endmenu

config HELD
	bool "held"

config PORT
	int "a port"
	range 1 99
	default 22

config NAME
	string "a name"
	default "no\u001B[2Jde"

choice
	prompt "how"
config FAST
	bool "fast"
config SMALL
	bool "small"
endchoice

menu "Many"
${Array.from({length: 23}, (_, index) => `config MANY_${index}\n\tbool "one of many ${index}"\n`).join('')}
endmenu
`;

type Options = Partial<Pick<OpenedTree, 'isInFile' | 'readDevices' | 'recipe' | 'save'>> & {requests?: string; signal?: AbortSignal; isOpen?: boolean};

/** What is said where these lines come in, what was saved, and how often. */
async function answering(lines: readonly string[], {isInFile = true, save = async () => undefined, readDevices = async () => () => new Set(), recipe, requests, signal, isOpen = false}: Options = {}) {
	const tree = {...treeOf(text), version: '6.12'};
	const [stdin, stdout] = [new PassThrough(), new PassThrough()];
	let said = '';
	stdout.on('data', (chunk: Buffer) => {
		said += chunk.toString();
	});
	stdin.write(lines.map(line => `${line}\n`).join(''));
	if (!isOpen) {
		stdin.end();
	}

	const saved: string[] = [];
	const times = await runPlainTree({
		tree, readDevices, read: file => file === 'Kconfig' ? text : undefined, file: 'there/.config', isInFile, recipe,
		configuration: requests === undefined ? openConfiguration(modelOf(tree)) : openRequests(modelOf(tree), requests),
		async save(config, made) {
			const note = await save(config, made);
			saved.push(config);
			return note;
		},
	}, {stdin, stdout, env: {}, isPlain: true, signal} as unknown as Terminal);
	return {said, saved, times};
}

describe('the whole tree as lines', () => {
	test('a page, what is on it, and back; nothing of a tree moves the cursor', async () => {
		const {said, times} = await answering(['1', 'b', '4', '', '/name', '1 ?', 'q']);
		expect(said).toContain('\nA program (saved)\n1. Drivers: page\n2. held: off\n3. a port: 22\n4. a name: no\\u001b[2Jde\n5. how: fast, page\n6. Many: page\n> ');
		expect(said).toContain('\nDrivers (saved)\n1. for machines\n2. a bus: off\n> ');
		expect(said.match(/^A program/gm)).toHaveLength(2);
		expect(said).toContain('CONFIG_NAME');
		expect(said).not.toContain('\u{1B}');
		expect(times).toBe(0);
	});

	test('what an option needs is told and asked; only what is different then is said', async () => {
		const {said, saved, times} = await answering(['/card', '1 y', 'n', '1 y', 'y', 's', 'q']);
		expect(said).toContain('\nSearch card: 1 found (saved)\n1. a card of \\u001b[31mIntel: off, cannot be set now, CARD\n');
		expect(said).toContain('CARD=y takes 1 other change: BUS=y');
		expect(said).toContain('\nSet them all? y or n: > ');
		expect(said).toContain('Set them all? y or n: 1. a card of \\u001b[31mIntel: on, CARD, changed\n> ');
		expect(said).toContain('Saved: 3 changes are in there/.config.\n> ');
		expect(times).toBe(1);
		expect(saved[0]).toContain('CONFIG_CARD=y');
	});

	test('what others need goes off together with them', async () => {
		const {said} = await answering(['/card', '1 y', 'y', '/', '2 n', 'y', 'q', 'n']);
		expect(said).toContain('2. held: on, cannot be changed, changed');
		expect(said).toContain('HELD=n takes 1 other change: CARD=n\nSet them all? y or n: 2. held: off\n> ');
	});

	test('numbers and texts are typed, checked, and asked again; an empty line keeps them', async () => {
		const {said, saved} = await answering(['3', '100', '80', '3', '', '4', '""', 's', 'q']);
		expect(said).toContain('PORT, now 22. Empty: leave it as it is.\n> ');
		expect(said).toContain('! PORT: 100 is not in the range from 1 to 99.');
		expect(said).toContain('3. a port: 80, changed\n');
		expect(said).toContain('NAME, now no\\u001b[2Jde. Empty: leave it as it is. "": an empty text.\n> 4. a name: empty, changed\n');
		expect(saved[0]).toContain('CONFIG_PORT=80');
		expect(saved[0]).toContain('CONFIG_NAME=""');
	});

	test('of a choice one is chosen', async () => {
		const {said} = await answering(['5', '2', 'b', 'q', 'n']);
		expect(said).toContain('\nhow (saved)\n1. fast: chosen\n2. small: not chosen\n> 1. fast: not chosen, changed\n2. small: chosen, changed\n> ');
		expect(said).toContain('5. how: small, page\n');
	});

	test('a long page comes in parts; l says it once more', async () => {
		const {said} = await answering(['6', '', '', '22 y', 'l', 'q', 'n']);
		expect(said).toContain('20. one of many 19: off\n23 lines. Empty: the next ones.\n> 21. one of many 20: off\n22. one of many 21: off\n23. one of many 22: off\n> ');
		expect(said).toContain('There is nothing more to read out.');
		expect(said).toContain('> 22. one of many 21: on, changed\n> \nMany (1 changed)\n21. one of many 20: off\n');
	});

	test('all that is known of an option, its relations, its page, undo, and what has changed', async () => {
		const {said} = await answering(['/card', '1', '1 d', 'b', '1 p', '2 y', 'u', 'u', 'z', 'z', 'c', 'r', '?', '99', 'x', 'q']);
		expect(said).toContain('\nCONFIG_CARD\n');
		expect(said).toContain('It sends and receives gigabits.');
		expect(said).toContain('\nRelated to CARD (saved)\n');
		expect(said).toContain('Undone.');
		expect(said).toContain('! Nothing to undo.');
		expect(said).toContain('\nChanged options (saved)\nNothing here\n');
		expect(said).toContain('! r means nothing here. ?: all keys.');
		expect(said).toContain('7 y    sets it on; m as a module, n off');
		expect(said).toContain('! There is no line 99.');
	});

	test('what means nothing there says so, in words that are true here', async () => {
		const {said} = await answering(['1 y', '1 ?', '3 y', '5 y', '2 n', '2 Y', '2 y', '/', '1', '1', '1 y', 'q', 'perhaps', 'No']);
		expect(said).toContain('> ! Drivers is a page; 1 opens it.\n> ! Drivers is a page; 1 opens it.\n> ! a port has a value; 3 asks for another.\n> ! how is a page; 5 opens it.\n> Nothing changes.\n> 2. held: on, changed\n> Nothing changes.\n> Nothing changes.\n> \nDrivers (1 changed)');
		expect(said).toContain('> ! for machines is no option.\n> ! for machines is no option.\n> ! Not saved');
		expect(said.match(/Save before leaving/g)).toHaveLength(2);
	});

	test('a signal while something is not saved says that it is lost', async () => {
		const end = new AbortController();
		const asking = answering(['3', '80'], {signal: end.signal, isOpen: true});
		setTimeout(() => {
			end.abort(new Cancelled('SIGINT'));
		}, 100);
		await expect(asking).rejects.toMatchObject({note: 'Stopped. What was not saved is lost.'});
	});

	test('leaving asks for what is not saved: stay, save, or leave without; a file that cannot be written is told', async () => {
		const {said, times} = await answering(['3', '80', 'q', '', 'q', 'y']);
		expect(said).toContain('! Not saved: One option has another value than in the file. Save before leaving?\ny: save, n: leave without, empty: stay: > ');
		expect(times).toBe(1);
		const refused = await answering(['s', 'q', 'n'], {
			isInFile: false,
			async save() {
				throw new Error('The disk is full.');
			},
		});
		expect(refused.said).toContain('! Not saved: The disk is full.');
		expect(refused.times).toBe(0);
	});

	test('the end of the input leaves it, wherever it comes; nothing is saved then', async () => {
		for (const lines of [[], ['3'], ['3', '80'], ['3', '80', 'q'], ['/card', '1 y']]) {
			expect(await answering(lines)).toMatchObject({times: 0, saved: []});
		}
	});

	test('the driver of a device is read first, or why it cannot be', async () => {
		const found = await answering(['/8086:10d3', 'q'], {readDevices: async (): Promise<DeviceOptions> => () => new Set(['CARD'])});
		expect(found.said).toContain('Reading which driver is for which device …\n\nSearch 8086:10d3: 1 found');
		const {said} = await answering(['/8086:10d3', 'q'], {
			async readDevices() {
				throw new Error('No such folder.');
			},
		});
		expect(said).toContain('! The drivers cannot be read: No such folder.');
		expect(said).toContain('Search 8086:10d3: 0 found (saved)\nNo driver names it. Drivers for a whole class are not found by numbers.\n');
	});

	test('of a recipe: who asks for what, what stays, and to save is to leave', async () => {
		const {said, times} = await answering(['r', 'b', '2 n', '3', '80', 's', 'never asked'], {
			requests: 'CONFIG_HELD=y\n',
			recipe: {requested: new Map([['HELD', 'bundle x']]), fixed: new Map([['HELD', 'The strategy needs it.']]), textProblem: () => undefined},
		});
		expect(said).toContain('\nRequested options (as in the recipe)\n1. held: on, HELD, bundle x\n');
		expect(said).toContain('The strategy needs it.');
		expect(said).not.toContain('never asked');
		expect(times).toBe(1);
	});

	test('a signal ends it with its own reason', async () => {
		const end = new AbortController();
		onTestFinished(() => {
			end.abort();
		});
		end.abort(new Error('stopped'));
		await expect(answering([], {signal: end.signal})).rejects.toThrow('stopped');
	});
});
