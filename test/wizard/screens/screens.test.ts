import {describe, expect, test} from 'vitest';
import {recipeSchema} from '../../../source/recipe/schema.ts';
import {recipeNamed} from '../demo-props.ts';
import {keys} from '../../terminal/keys.ts';
import {byHand, openWizard, toName} from '../open-wizard.ts';

describe.each([[80, 24], [60, 16], [120, 40]])('in a window of %ix%i', (columns, rows) => {
	test('every screen is drawn to the edges, says where it is and how to get help', async () => {
		const {tty} = await openWizard({columns, rows});
		// Beside the matter in a wide window, else below it.
		const titled = (title: string) => columns >= 120 ? `│ ${title.slice(0, 36)}` : `─ ${title} ─`;
		const check = (...texts: string[]) => {
			expect(tty.rows()[0]).toMatch(/^ {2}ramstrap/);
			expect(tty.rows()[1]).toBe(' ' + '─'.repeat(columns - 2));
			expect(tty.rows().at(-1)).toMatch(/(\?|F1) help$|ends$|back$/);
			for (const text of texts) {
				expect(tty.text()).toContain(text);
			}
		};

		check('► New recipe', 'rambox', 'yours: BusyBox in RAM, 256 MiB', '! cannot be read');
		tty.type(keys.enter);
		await tty.until('► Run a whole Debian');
		check('step 1 of', 'What is the machine for?', 'enter next', titled('Run a whole Debian'));
		await byHand(tty);
		await tty.until('► Small rescue system, or your system unpacked into RAM');
		check('step 2 of', 'Root over NFS', titled('Small rescue system, or your system unpacked into RAM'));
		tty.type(keys.enter);
		await tty.until('► Stay in the initramfs');
		tty.type(keys.enter);
		await tty.until('► Kernel of this machine\'s distribution');
		check('step 4 of', 'Kernel built from source', titled('Kernel of this machine\'s distribution'));
		tty.type(keys.enter);
		await tty.until('► Every network card');
		check('step 5 of', 'None', 'My own list', titled('Every network card'));
		tty.type('\r'.repeat(5));
		await tty.until('► my-rambox');
		check('step 10 of', 'Name', 'enter next');
		tty.type(keys.tab);
		await tty.until('► Go: save, build and rehearse');
		check('Show the plan', 'Needs about 170 of 512 MiB of RAM', titled('Go'));
		tty.type('p');
		await tty.until('The plan of my-rambox');
		check('1. step 1 of my-rambox', `1-${rows - (rows >= 22 ? 5 : 3)} of`);
	});
});

describe('the start screen', () => {
	test('opens a recipe, goes back with the focus where it was, and quits', async () => {
		const {tty, outcome} = await openWizard();
		tty.type(keys.down);
		await tty.until('► rambox');
		tty.type(keys.enter);
		await tty.until('► Go: build and rehearse');
		tty.type(keys.escape);
		await tty.until('► rambox');
		tty.type('q');
		expect(await outcome).toEqual({do: 'quit'});
	});

	test('says what was done with a recipe, and does it again by one key, but with none that was changed', async () => {
		const recipes = [
			{name: 'last', where: 'saved' as const, title: 'the PC in the attic', use: 'built 2 h ago, up in 22 s', recipe: recipeNamed('last')},
			{name: 'other', where: 'saved' as const, title: '', recipe: recipeNamed('other')},
		];
		const {tty, outcome} = await openWizard({props: {recipes, drafts: {other: {...recipeNamed('other'), compression: 'xz'}}}});
		expect(tty.text()).toMatch(/last +yours: built 2 h ago, up in 22 s/);
		tty.type('jj');
		await tty.until('► other');
		expect(tty.rows().at(-1)).not.toContain('rehearse');
		tty.type('r');
		tty.type('k');
		await tty.until('► last');
		await tty.until('r rehearse');
		expect(tty.text()).toContain('the PC in the attic');
		tty.type('r');
		expect(await outcome).toEqual({do: 'rehearse', name: 'last'});
	});

	test('says what is wrong with a recipe that cannot be read, and does not open it', async () => {
		const {tty, outcome} = await openWizard();
		tty.type('jjjj\r');
		await tty.until('did you mean strategy?');
		expect(tty.text()).toContain('► broken');
		tty.type('j\r');
		expect(await outcome).toEqual({do: 'doctor'});
	});

	test('does not throw out who presses Esc once too often', async () => {
		const {tty, outcome} = await openWizard();
		tty.type(keys.escape);
		await tty.until('► Quit');
		tty.type(keys.enter);
		expect(await outcome).toEqual({do: 'quit'});
	});

	test('counts what does not fit', async () => {
		const recipes = Array.from({length: 40}, (_, index) => ({name: `node-${index + 1}`, where: 'saved' as const, title: '', recipe: recipeNamed(`node-${index + 1}`)}));
		const {tty} = await openWizard({props: {recipes}});
		await tty.until('1/43  more below');
		tty.type(keys.end);
		await tty.until('43/43');
		expect(tty.text()).not.toContain('more below');
		tty.type(keys.pageUp);
		await tty.until('► node-34');
		tty.type(keys.home);
		await tty.until('► New recipe');
	});
});

describe.each([[80, 24], [60, 16]])('the memory that nodes need, in a window of %ix%i', (columns, rows) => {
	test('is a page of bars', async () => {
		const {tty} = await openWizard({columns, rows});
		tty.type(`${keys.down}${keys.enter}`);
		await tty.until('► Go: build and rehearse');
		await tty.until('► Go');
		tty.type('m');
		await tty.until('Memory of nodes for rambox');
		expect(tty.rows().slice(2, 16).map(row => row.trimEnd()).filter(Boolean)).toEqual(expect.arrayContaining([
			'  Estimated: the first build measures the images.',
			'  512 MiB                        too small',
			'    1 GiB  ██████████████░░░░░░  324 MiB left, BIOS only',
			'    2 GiB  ███████░░░░░░░░░░░░░  1.3 GiB left',
			'   32 GiB  █░░░░░░░░░░░░░░░░░░░  30.7 GiB left',
		]));
		expect(tty.text()).toContain('A node needs at least 700 MiB');
		tty.type(keys.escape);
		await tty.until('► Go: build and rehearse');
	});
});

describe('a question to type', () => {
	test('shows the cursor, edits in place, and says what is wrong below', async () => {
		const {tty} = await openWizard();
		await toName(tty);
		await tty.until(({terminal: {buffer}}) => buffer.active.cursorX === 13 && buffer.active.cursorY === 6);
		expect(tty.isCursorVisible).toBe(true);
		tty.type(`${keys.ctrl('w')}My${keys.backspace}ez${keys.left}${keys.backspace}${keys.home}x${keys.delete}`);
		await tty.until('► xz');
		tty.type(`${keys.end}${keys.ctrl('u')}Attic!\r`);
		await tty.until('! name "Attic!" is not the name of a recipe');
		tty.type('?');
		await tty.until('► Attic!?');
		expect(tty.text()).not.toContain('! name');
	});

	test('takes typing that arrives in one piece, the Enter with it', async () => {
		const {tty} = await openWizard();
		await toName(tty);
		tty.type('-two\r');
		await tty.until('► Go');
		tty.type(keys.shiftTab);
		await tty.until('► my-rambox-two');
	});

	test('takes a paste as one line', async () => {
		const {tty} = await openWizard();
		await toName(tty);
		tty.type(`${keys.ctrl('u')}\u{1B}[200~cellar\n\u{1B}[201~`);
		await tty.until('► cellar');
		expect(tty.text()).toContain('step 10 of');
	});

	test('is left by Esc, Shift-Tab, and by Left at the start of the text only', async () => {
		const {tty} = await openWizard();
		await toName(tty);
		for (const leave of [keys.escape, keys.shiftTab, keys.home + keys.left]) {
			tty.type(keys.left);
			tty.type(leave);
			await tty.until('► 192.168.24.0/24');
			tty.type(keys.enter);
			await tty.until('► my-rambox');
		}
	});

	test('helps by F1, with every key', async () => {
		const {tty} = await openWizard();
		await toName(tty);
		tty.type(keys.f1);
		await tty.until('Ctrl-A Ctrl-E');
		tty.type(keys.escape);
		await tty.until('► my-rambox');
	});
});

describe('a question to choose', () => {
	const toDrivers = async () => {
		const {tty} = await openWizard();
		tty.type('\r');
		await byHand(tty);
		for (const step of [2, 3, 4]) {
			await tty.until(`step ${step} of`);
			tty.type('\r');
		}

		await tty.until('► Every network card');
		return tty;
	};

	test('explains the choice that has the focus, and why it cannot be', async () => {
		const tty = await toDrivers();
		tty.type(keys.down);
		await tty.until('─ None ─');
		tty.type('\r');
		await tty.until('─ ! These settings conflict ─');
		await tty.until('kernel.drivers is none');
		tty.type(keys.up);
		await tty.until('─ Every network card ─');
	});

	test('of a list can be typed as well; Back leads to the choices, then out', async () => {
		const tty = await toDrivers();
		tty.type(keys.down);
		await tty.until('► None');
		tty.type(keys.down);
		await tty.until('► My own list');
		tty.type('\r');
		await tty.until('► all-network');
		tty.type(`${keys.ctrl('u')}e1000e, r8169\r`);
		await tty.until('step 6 of');
		tty.type(keys.left);
		await tty.until('► e1000e r8169');
		tty.type(keys.escape);
		await tty.until('► My own list…  (current: e1000e r8169)');
		tty.type(keys.escape);
		await tty.until('step 4 of');
	});
});

describe('root\'s password', () => {
	const toPassword = async (size: {columns?: number; rows?: number} = {}) => {
		const blank = recipeSchema.parse({version: 1, name: 'my-nodes', strategy: 'nfs-root', tree: {from: 'host'}});
		const opened = await openWizard({...size, props: {blank}});
		opened.tty.type('\r');
		await byHand(opened.tty);
		opened.tty.type('\r'.repeat(8));
		await opened.tty.until('► No password: root is locked  (current)');
		return opened;
	};

	test.each([[80, 24], [60, 16]])('is typed twice, shown as dots and kept as a hash, in %ix%i', async (columns, rows) => {
		const {tty, outcome} = await toPassword({columns, rows});
		tty.type(keys.down);
		await tty.until('─ A password ─');
		tty.type('\r');
		await tty.until('Type the password.');
		tty.type('?gf7');
		await tty.until('► ••••\n');
		tty.type('\r');
		await tty.until('Type the password again.');
		expect(tty.text()).not.toContain('•');
		tty.type('?gf7\r');
		await tty.until('SSH keys');
		tty.type(keys.tab);
		await tty.until('► Go');
		tty.type(keys.end + keys.up.repeat(21));
		await tty.until('Root password');
		expect(tty.text()).toMatch(/Root password +set/);
		tty.type('g\r\r');
		expect(await outcome).toMatchObject({recipe: {node: {password: '$6$demo$7fg?'}}});
		expect(tty.raw).not.toContain('?gf7');
		expect(tty.raw).not.toContain('$6$demo');
	});

	test('typed in two ways is asked for anew', async () => {
		const {tty} = await toPassword();
		tty.type(`${keys.down}\r`);
		await tty.until('Type the password.');
		tty.type('one\r');
		await tty.until('Type the password again.');
		tty.type('two\r');
		await tty.until('! The passwords differ. Type the password again.');
		tty.type('o');
		await tty.until('► •\n');
		expect(tty.text()).not.toContain('not the same');
		tty.type(keys.escape);
		await tty.until('► A password…');
	});

	test('left empty is none, or stays the one it is', async () => {
		const {tty} = await toPassword();
		tty.type(`${keys.down}\r`);
		await tty.until('If empty: root is locked.');
		tty.type('\r');
		await tty.until('SSH keys');
		tty.type(keys.escape);
		await tty.until('Type the password.');
		tty.type('secret\r');
		await tty.until('Type the password again.');
		tty.type('secret\r');
		await tty.until('SSH keys');
		tty.type(keys.escape);
		await tty.until('If empty: the current password is kept.');
		tty.type('\r');
		await tty.until('SSH keys');
		tty.type(keys.escape);
		await tty.until('Type the password.');
		tty.type(keys.escape);
		await tty.until('► A password…  (current: set)');
	});

	test('that cannot be hashed says why', async () => {
		const {tty} = await toPassword();
		tty.type(`${keys.down}\r`);
		await tty.until('Type the password.');
		tty.type('unhashable\r');
		await tty.until('Type the password again.');
		tty.type('unhashable\r');
		await tty.until('! Hashing a password needs openssl, which is not installed.');
	});
});

describe('the review', () => {
	const toReview = async (props = {}) => {
		const opened = await openWizard({props});
		opened.tty.type(keys.down);
		await opened.tty.until('► rambox');
		opened.tty.type('\r');
		await opened.tty.until('► Go');
		return opened;
	};

	test('changes an answer in place; a bundled recipe becomes one of your own', async () => {
		const {tty, outcome} = await toReview();
		tty.type('Gk');
		await tty.until('► Menu timeout');
		tty.type('\r');
		await tty.until('change an answer');
		tty.type(`${keys.ctrl('u')}9\r`);
		await tty.until('► Menu timeout');
		await tty.until('changed, not saved');
		expect(tty.rows()[0]).toContain('my-rambox');
		tty.type('g');
		await tty.until('► Go: save, build and rehearse');
		tty.type('\r\r');
		expect(await outcome).toMatchObject({do: 'go', save: true, recipe: {name: 'my-rambox', server: {timeout: 9}}});
	});

	test('warns when the machine misses something, and shows all of it', async () => {
		const {tty} = await toReview({readiness: () => ({ok: false, lines: ['dnsmasq is missing', 'qemu is missing']})});
		expect(tty.text()).toContain('! This machine is not ready');
		expect(tty.text()).toContain('dnsmasq is missing');
		tty.type(keys.end + keys.home + keys.down);
		await tty.until('► ! This machine');
		tty.type('\r');
		await tty.until('Missing on this machine');
		await tty.until('qemu is missing');
		tty.type(keys.left);
		await tty.until('► ! This machine');
	});

	test('names what cannot work, and leads to the answer that cures it', async () => {
		const problems = [
			{level: 'problem', field: 'node.memory', what: 'A node with 64 MiB cannot boot this.'},
			{level: 'warning', field: 'nodes', what: 'nodes names /srv/none, which does not exist.'},
		] as const;
		const {tty} = await toReview({problems: ({node}: {node: {memory: number}}) => node.memory < 1024 ? problems : []});
		expect(tty.text()).toMatch(/! Memory of the node +A node with 64 MiB cannot boot this\./);
		expect(tty.text()).toContain('! Known nodes');
		tty.type(keys.down);
		await tty.until('► ! Memory of the node');
		await tty.until('─ ! This cannot work ─');
		tty.type('\r');
		await tty.until('change an answer');
		tty.type('2048\r');
		await tty.until('changed, not saved');
		expect(tty.text()).not.toContain('cannot boot this');
	});

	test('finds an answer by its name, its value or its help, and leads to it', async () => {
		const {tty} = await toReview();
		expect(tty.text()).toMatch(/^ *Recipe$/m);
		tty.type('/');
		await tty.until('ctrl-u clear');
		tty.type('time zone');
		await tty.until('1 found');
		await tty.until('► Time zone');
		tty.type('\r');
		await tty.until('change an answer');
		tty.type(`${keys.ctrl('u')}Europe/Rome\r`);
		await tty.until('► Time zone');
		expect(tty.text()).toMatch(/Time zone +\* Europe\/Rome/);
		expect(tty.text()).not.toContain('found');
		tty.type('/rome');
		await tty.until('1 found');
		tty.type(' nothing');
		await tty.until('No field has all of that');
		tty.type('\r');
		tty.type(keys.escape);
		await tty.until('► Time zone');
	});

	test('of what is found, the arrows reach what matches by its value only', async () => {
		const {tty} = await toReview();
		tty.type('/');
		await tty.until('ctrl-u clear');
		tty.type('name');
		await tty.until('► Name');
		tty.type(keys.end);
		await tty.until(screen => /► (?!.*name)/i.test(screen.text()));
	});

	test('says before Go how long it takes and what room it needs', async () => {
		const {tty} = await toReview();
		await tty.until('► Go');
		expect(tty.text()).toContain('A build needs 700 MiB of disk; 20 GiB are free.');
	});

	test('u takes back one change after the other, until all is as it was saved', async () => {
		const {tty} = await toReview();
		for (const zone of ['Europe/Rome', 'Europe/Oslo']) {
			tty.type('/time zone\r');
			await tty.until('change an answer');
			tty.type(`${keys.ctrl('u')}${zone}\r`);
			await tty.until('► Time zone');
		}

		expect(tty.text()).toMatch(/Time zone +\* Europe\/Oslo/);
		tty.type('u');
		await tty.until(screen => /Time zone +\* Europe\/Rome/.test(screen.text()));
		await tty.until('The last change was taken back.');
		tty.type('u');
		await tty.until(screen => /Time zone +UTC/.test(screen.text()));
		await tty.until('─ Undone ─');
		tty.type('u');
		await tty.until('─ Time zone ─');
		expect(tty.rows().at(-1)).not.toContain('undo');
	});

	test('what was asked for once and is wrong is said before it starts', async () => {
		const problems = [{level: 'warning', field: 'node.keys', what: 'Nobody can log in to the node.'}] as const;
		const {tty, outcome} = await toReview({problems: () => problems});
		tty.type('\r');
		await tty.until('─ ! Enter again goes on anyway ─');
		await tty.until('Nobody can log in to the node.');
		tty.type('\r');
		expect(await outcome).toMatchObject({do: 'go'});
	});

	test('shows what the last build warned of', async () => {
		const {tty} = await toReview({warnings: () => ['programs will speak English', 'the node will not say that it is up']});
		expect(tty.text()).toContain('! Warnings of the last build');
		tty.type(keys.end + keys.home + keys.down);
		await tty.until('► ! Warnings of the last build');
		tty.type('\r');
		await tty.until('! the node will not say that it is up');
	});

	test('shows the reason where there is no plan', async () => {
		const {tty} = await openWizard({props: {blank: {...recipeNamed('tiny'), node: {...recipeNamed('tiny').node, memory: 96}}}});
		tty.type('\r');
		await byHand(tty);
		tty.type(keys.tab);
		await tty.until('► Go');
		tty.type('p');
		await tty.until('node.memory: 96 MiB is less than the 170 MiB');
		expect(tty.text()).toContain('→ set node.memory to 192 or more');
	});

	test.each([['Build only', {do: 'run', name: 'rambox'}], ['Rehearse only', {do: 'rehearse', name: 'rambox'}], ['Serve to your machines', {do: 'serve', name: 'rambox'}]])('%s', async (label, expected) => {
		const {tty, outcome} = await toReview();
		tty.type(keys.down.repeat(['Build only', 'Rehearse only', 'Serve to your machines'].indexOf(label) + 1));
		await tty.until(`► ${label}`);
		tty.type('\r');
		expect(await outcome).toEqual(expected);
	});

	test('scrolls the plan by line, page and end, and remembers the place', async () => {
		const {tty} = await toReview();
		tty.type('p');
		await tty.until('1-19 of');
		tty.type('j' + keys.pageDown);
		await tty.until('20-38 of');
		tty.type(keys.end);
		await tty.until('step 40 of rambox');
		tty.type(keys.home + keys.down);
		await tty.until('2-20 of');
		tty.type('q');
		await tty.until('► Go');
		tty.type('p');
		await tty.until('2-20 of');
	});
});

test('keys that arrive in one piece act one after the other, on the screen each of them is meant for', async () => {
	const {tty} = await openWizard();
	tty.type(`\r8\r\r\r${keys.down}${keys.down}\r${keys.ctrl('u')}e1000e\r${keys.down}\r\r\r\r${keys.ctrl('u')}cellar\r`);
	await tty.until('► Go');
	expect(tty.rows()[0]).toContain('cellar');
	tty.type(keys.down.repeat(12));
	await tty.until('Drivers ');
	expect(tty.text()).toMatch(/Drivers +e1000e/);
	tty.type('/compress');
	await tty.until('► Compression');
	expect(tty.text()).toMatch(/Compression +gzip/);
});

describe('a window too small', () => {
	test('says so and listens to nothing but Ctrl-C, and what was typed is there again when it grows', async () => {
		const {tty, outcome} = await openWizard();
		await toName(tty);
		tty.type('-two');
		await tty.until('► my-rambox-two');
		tty.resize(59, 15);
		await tty.until('needs 60x16, now 59x15');
		tty.type(`lost\r${keys.tab}`);
		tty.resize(59, 16);
		await tty.until('now 59x16');
		tty.resize(60, 16);
		await tty.until('► my-rambox-two');
		expect(tty.text()).toContain('step 10 of');
		tty.resize(40, 12);
		await tty.until('needs 60x16, now 40x12');
		tty.type(keys.ctrl('c'));
		expect(await outcome).toMatchObject({name: 'Cancelled', signal: 'SIGINT'});
	});
});
