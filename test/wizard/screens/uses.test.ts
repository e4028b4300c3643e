import {describe, expect, test} from 'vitest';
import {exitCodes} from '../../../source/errors.ts';
import {reduce} from '../../../source/wizard/flow.ts';
import {flowAfter, screenIn, startFlow} from '../../../source/wizard/state.ts';
import type {Done, Outcome} from '../../../source/wizard/types.ts';
import {keys} from '../../terminal/keys.ts';
import {demoProps, recipeNamed} from '../demo-props.ts';
import {openWizard} from '../open-wizard.ts';

describe('the start screen', () => {
	test.each([['b', 'run'], ['r', 'rehearse'], ['s', 'serve'], ['d', 'deploy'], ['w', 'undeploy'], ['e', 'edit']])('%s: %s at once', async (key, what) => {
		const recipes = demoProps.recipes.map(recipe => ({...recipe, isDeployed: true}));
		const {tty, outcome} = await openWizard({props: {recipes}});
		tty.type(keys.down.repeat(2));
		await tty.until('► attic');
		tty.type(key);
		expect(await outcome).toEqual({do: what, name: 'attic'});
	});

	test.each([['p', 'publish', 'Publish attic?'], ['x', 'remove', 'Delete attic?']])('%s: %s, after it was asked', async (key, what, asked) => {
		const {tty, outcome} = await openWizard();
		tty.type(keys.down.repeat(2));
		await tty.until('► attic');
		tty.type(key);
		await tty.until(asked);
		tty.type(`j${key}`);
		await tty.until('► tiny');
		await tty.until(asked.replace('attic', 'tiny'));
		tty.type(key);
		expect(await outcome).toEqual({do: what, name: 'tiny'});
	});

	test('what is bundled is neither edited nor deleted; what is changed and not saved is not built', async () => {
		const {tty} = await openWizard({props: {drafts: {attic: {...recipeNamed('attic'), compression: 'gzip'}}}});
		tty.type(keys.down);
		await tty.until('► rambox');
		tty.type('exnu');
		tty.type(keys.down);
		await tty.until('► attic');
		tty.type('brspdwecnxm');
		tty.type(keys.up);
		await tty.until('► rambox');
		tty.type('m');
		await tty.until('► b  Build');
		expect(tty.text()).not.toMatch(/Edit|Rename|Delete|Roll back|Status|Withdraw/);
	});

	test('one that cannot be read can be edited', async () => {
		const {tty, outcome} = await openWizard();
		tty.type(keys.down.repeat(4));
		await tty.until('► broken');
		await tty.until('e edits the file, x deletes it.');
		tty.type('b');
		tty.type('e');
		expect(await outcome).toEqual({do: 'edit', name: 'broken'});
	});

	test('all of it in a list, what is published with more', async () => {
		const recipes = demoProps.recipes.map(recipe => ({...recipe, isPublished: recipe.name === 'attic', isDeployed: recipe.name === 'attic'}));
		const {tty, outcome} = await openWizard({props: {recipes}});
		tty.type(`${keys.down.repeat(2)}m`);
		await tty.until('► b  Build');
		for (const letter of 'rsputdwecnx') {
			expect(tty.text()).toContain(`    ${letter}  `);
		}

		tty.type('u');
		await tty.until('Roll back attic? Press it again to do so');
		await tty.until('► u  Roll back');
		tty.type('\r');
		expect(await outcome).toEqual({do: 'rollback', name: 'attic'});
	});

	test('what asks for the same key again is calm after any other', async () => {
		const {tty} = await openWizard();
		tty.type(keys.down.repeat(2));
		await tty.until('► attic');
		tty.type('x');
		await tty.until('Delete attic? Press it again to do so');
		tty.type('1');
		await tty.until(screen => !screen.text().includes('Press it again'));
		tty.type('x');
		await tty.until('Delete attic? Press it again to do so');
	});

	test('finds recipes by name and title', async () => {
		const {tty} = await openWizard();
		tty.type('/');
		await tty.until('4 found');
		tty.type('kernel of its own');
		await tty.until('1 found');
		await tty.until('► tiny');
		tty.type('zz');
		await tty.until('No matches');
		await tty.until('0 found');
		tty.type('\r');
		tty.type(keys.ctrl('u'));
		tty.type('a');
		await tty.until('3 found');
		tty.type(`${keys.down}\r`);
		await tty.until('Check the answers');
		expect(tty.rows()[0]).toContain('attic');
	});

	test('what was found keeps the focus, so that its keys work', async () => {
		const {tty, outcome} = await openWizard();
		tty.type('/tiny');
		await tty.until('1 found');
		tty.type(keys.escape);
		await tty.until('r rehearse');
		expect(tty.text()).toContain('► tiny');
		tty.type('r');
		expect(await outcome).toEqual({do: 'rehearse', name: 'tiny'});
	});

	test('a new recipe is begun beside one that was begun, which is asked', async () => {
		const {tty} = await openWizard({props: {drafts: {'*new*': {...recipeNamed('cellar'), compression: 'xz'}}}});
		tty.type(keys.down);
		await tty.until('► New recipe');
		expect(tty.text()).toMatch(/New recipe +discards cellar/);
		tty.type('\r');
		await tty.until('Begin again?');
		tty.type('\r');
		await tty.until('► Run a whole Debian');
	});
});

describe('a copy, another name', () => {
	test.each([['c', 'copy', 'Name of the copy of attic', 'my-attic'], ['n', 'rename', 'New name of attic', 'attic']])('%s', async (key, what, title, proposed) => {
		const {tty, outcome} = await openWizard();
		tty.type(`${keys.down.repeat(2)}${key}`);
		await tty.until(title);
		await tty.until(`► ${proposed}`);
		tty.type(`${keys.ctrl('u')}tiny\r`);
		await tty.until('tiny is already the name of a saved recipe; choose another.');
		tty.type(`${keys.ctrl('u')}Not one\r`);
		await tty.until('name "Not one"');
		tty.type(`${keys.ctrl('u')}loft\r`);
		expect(await outcome).toEqual({do: what, name: 'attic', to: 'loft'});
	});

	test('what was typed for one is not proposed for another', async () => {
		const {tty} = await openWizard();
		tty.type(`${keys.down.repeat(2)}n`);
		await tty.until('New name of attic');
		tty.type('-of-mine');
		await tty.until('► attic-of-mine');
		tty.type(keys.escape);
		await tty.until('Boot machines');
		tty.type(`${keys.down}n`);
		await tty.until('New name of tiny');
		await tty.until('► tiny');
	});

	test('is left by Esc', async () => {
		const {tty} = await openWizard();
		tty.type(`${keys.down.repeat(2)}c`);
		await tty.until('Name of the copy');
		tty.type(keys.escape);
		await tty.until('► attic');
	});
});

test('what a file is called is what is built, whatever name it says', async () => {
	const {tty, outcome} = await openWizard({props: {recipes: [{name: 'foo', where: 'saved', title: '', recipe: recipeNamed('rambox')}]}});
	tty.type(`${keys.down}\r`);
	await tty.until('► Go: build');
	tty.type(`${keys.down.repeat(2)}\r`);
	expect(await outcome).toEqual({do: 'rehearse', name: 'foo'});
});

describe('after something was done', () => {
	const after = (done: Partial<Done> & {outcome: Outcome}, from = startFlow(demoProps)) =>
		flowAfter(from, demoProps, {done: {exitCode: 0, headline: 'attic boots.', lines: [], ...done}});
	const rehearsed = {do: 'rehearse', name: 'attic'} as const;

	test('says what came of it, first lines first, and what comes next', async () => {
		const lines = ['', '✔ ramstrap  up after 12 s', ...Array.from({length: 30}, (_, index) => `line ${index}`), 'Next: ramstrap serve attic'];
		const {tty, outcome} = await openWizard({props: {resume: after({outcome: rehearsed, lines})}});
		await tty.until('attic boots.');
		expect(tty.rows()[0]).toContain('ramstrap rehearse attic');
		expect(tty.text()).toContain('✔ ramstrap  up after 12 s');
		expect(tty.text()).not.toContain('Next:');
		await tty.until('► Serve it to your machines');
		tty.type(`${keys.down.repeat(2)}\r`);
		await tty.until('All that was said');
		tty.type(keys.end);
		await tty.until('Next: ramstrap serve attic');
		tty.type(keys.escape);
		await tty.until('► Read all that was said');
		tty.type(`${keys.home}\r`);
		expect(await outcome).toEqual({do: 'serve', name: 'attic'});
	});

	test('says at the end why it failed; the log is a key away, and it can be done again', async () => {
		const lines = [...Array.from({length: 30}, (_, index) => `line ${index}`), 'BusyBox: it ended with code 1'];
		const {tty, outcome} = await openWizard({props: {resume: after({outcome: rehearsed, exitCode: exitCodes.stepFailed, headline: 'attic was not rehearsed.', lines, log: '/logs/busybox.log'})}});
		await tty.until('! attic was not rehearsed.');
		expect(tty.text()).toContain('BusyBox: it ended with code 1');
		tty.type('l');
		await tty.until('the log in /logs/busybox.log');
		tty.type(keys.escape);
		await tty.until('► Try again');
		tty.type('\r');
		expect(await outcome).toEqual(rehearsed);
	});

	test('the second Ctrl-C of two is not one that leaves; a later one is', async () => {
		const resume = after({outcome: rehearsed, exitCode: exitCodes.interrupted, headline: 'Stopped. Finished steps are kept.'});
		const {tty, outcome} = await openWizard({props: {resume}});
		tty.type(keys.ctrl('c'));
		await tty.until('► Try again');
		tty.type(keys.down);
		await tty.until('► Read all that was said');
		const leave = setInterval(() => {
			tty.type(keys.ctrl('c'));
		}, 100);
		expect(await outcome).toMatchObject({name: 'Cancelled'});
		clearInterval(leave);
	});

	test('what is missing can be installed', async () => {
		const {tty, outcome} = await openWizard({props: {resume: after({outcome: {do: 'doctor'}, exitCode: exitCodes.notReady})}});
		await tty.until('► Install what is missing');
		expect(tty.rows()[0]).toContain('This machine');
		tty.type('\r');
		expect(await outcome).toEqual({do: 'doctor', install: true});
	});

	test.each([[80, 24], [60, 16], [160, 48]])('fits into %i x %i', async (columns, rows) => {
		const {tty} = await openWizard({columns, rows, props: {resume: after({outcome: rehearsed, exitCode: 1, log: '/x.log', why: 'No room is left.', lines: ['No room is left.', 'one '.repeat(200)]})}});
		await tty.until('► Try again');
		expect(tty.text()).toContain('No room is left.');
		expect(tty.text()).toContain('Quit');
		expect(tty.rows().at(-1)).toContain('esc back');
	});

	test('one is back in the review it came from, of the recipe as it is now; or at the start, with the focus on it', () => {
		const old = {name: 'attic', where: 'saved', title: '', recipe: recipeNamed('old')} as const;
		const review = {...startFlow({...demoProps, recipes: [old]}), screens: [{at: 'start'}, {at: 'review'}] as const, draft: 'attic', drafts: {attic: old.recipe}};
		const flow = after({outcome: rehearsed}, review);
		expect(flow.screens.map(({at}) => at)).toEqual(['start', 'review', 'done']);
		expect(flow.drafts.attic).toEqual(demoProps.recipes[1]!.recipe);
		const fromStart = after({outcome: rehearsed});
		expect(fromStart.screens.map(({at}) => at)).toEqual(['start', 'done']);
		expect(fromStart.marks.start).toBe('recipe:attic');
	});

	test('a new recipe that was saved on the way is no draft any more; what is left unsaved stays', () => {
		const recipe = recipeNamed('attic');
		const drafts = {tiny: {...recipeNamed('tiny'), compression: 'gzip' as const}};
		const from = {...startFlow({...demoProps, drafts}), screens: [{at: 'start'}, {at: 'review'}] as const};
		const flow = flowAfter(from, demoProps, {done: {outcome: {do: 'go', recipe, former: undefined, save: true}, exitCode: 0, headline: '', lines: []}});
		expect(flow.draft).toBe('attic');
		expect(flow.drafts.tiny).toEqual(drafts.tiny);
	});

	test('what could not be saved is neither lost nor taken for another recipe', () => {
		const recipe = {...recipeNamed('attic'), compression: 'gzip' as const};
		const begun = startFlow({...demoProps, drafts: {'*new*': recipe}});
		const from = {...begun, screens: [{at: 'start'}, {at: 'review'}] as const};
		const outcome = {do: 'go', recipe, former: undefined, save: true} as const;
		const flow = flowAfter(from, demoProps, {done: {outcome, exitCode: 2, headline: '', lines: [], isSaved: false}});
		expect(flow).toMatchObject({draft: '*new*', screens: [{at: 'start'}, {at: 'review'}, {at: 'done'}]});
		expect(flow.drafts['*new*']!.compression).toBe('gzip');
		expect(reduce(flow, {do: 'again'}).outcome).toEqual(outcome);
		const saved = flowAfter(from, demoProps, {done: {outcome, exitCode: 1, headline: '', lines: [], isSaved: true}});
		expect(reduce(saved, {do: 'again'}).outcome).toEqual({do: 'rehearse', name: 'attic'});
	});

	test('a new recipe goes on with its questions where it was left', () => {
		const asked = [{do: 'begin'}, {do: 'purpose', name: 'rescue', to: 'next'}, {do: 'back'}, {do: 'back'}] as const;
		const left = asked.reduce<ReturnType<typeof startFlow>>((flow, action) => reduce(flow, action), startFlow(demoProps));
		const again = reduce(after({outcome: {do: 'doctor'}}, left), {do: 'begin'});
		expect(screenIn(again)).toEqual({at: 'purpose'});
		expect(again.wish).toEqual(left.wish);
		const fresh = reduce(after({outcome: {do: 'doctor'}}, {...left, drafts: {'*new*': left.blank}}), {do: 'begin'});
		expect(fresh.wish).toBeUndefined();
	});

	test('what is said in few words is a note on the screen it came from', () => {
		const flow = flowAfter(startFlow(demoProps), demoProps, {note: {title: 'Copied', text: 'Saved as loft.yaml'}, name: 'tiny'});
		expect(screenIn(flow)).toEqual({at: 'start'});
		expect(flow).toMatchObject({note: {title: 'Copied'}, marks: {start: 'recipe:tiny'}});
	});
});

test('where there is only to choose, a paste does nothing; a password that is pasted is not shown', async () => {
	const recipe = {...recipeNamed('attic'), root: 'squashfs' as const, tree: {...recipeNamed('x').tree, from: 'bootstrap' as const}};
	const {tty} = await openWizard({props: {recipes: [{name: 'attic', where: 'saved', title: '', recipe}]}});
	tty.type(`${keys.down}\r`);
	await tty.until('► Go');
	tty.type('/compression\r');
	await tty.until('change an answer');
	tty.type('\u{1B}[200~nonsense\u{1B}[201~');
	tty.type('?');
	await tty.until('↑↓ scroll');
	tty.type(keys.escape);
	await tty.until('change an answer');
	expect(tty.text()).not.toContain('nonsense');
	tty.type(keys.escape);
	await tty.until('► Compression');
	tty.type('/root password\r');
	await tty.until('change an answer');
	tty.type('\u{1B}[200~s3cret\u{1B}[201~');
	await tty.until('Type the password.');
	tty.type(keys.escape);
	await tty.until('change an answer');
	expect(tty.raw).not.toContain('s3cret');
});

describe('a question that offers a list of one\'s own', () => {
	const toKeys = async (props = {}) => {
		const recipe = {...recipeNamed('attic'), root: 'squashfs' as const, tree: {...recipeNamed('x').tree, from: 'bootstrap' as const}};
		const opened = await openWizard({props: {recipes: [{name: 'attic', where: 'saved', title: '', recipe}], ...props}});
		opened.tty.type(`${keys.down}\r`);
		await opened.tty.until('► Go');
		opened.tty.type('/SSH keys\r');
		await opened.tty.until('change an answer');
		opened.tty.type(keys.end);
		await opened.tty.until('► My own list');
		return opened;
	};

	test('takes what is typed there: no letter helps, no digit chooses', async () => {
		const {tty} = await toKeys();
		tty.type('h1/key.pub');
		await tty.until('► h1/key.pub');
		tty.type('\r');
		await tty.until('► SSH keys');
		expect(tty.text()).toMatch(/SSH keys +\* h1\/key\.pub/);
	});

	test('Tab completes a path, lists several ways on, and says what is there', async () => {
		const {tty} = await toKeys();
		tty.type('~/k');
		await tty.until('! does not exist');
		expect(tty.rows().at(-1)).toContain('tab complete');
		tty.type('\t');
		await tty.until('► ~/key');
		await tty.until('2 begin like that');
		await tty.until('key.pub  keys/');
		tty.type('\t');
		await tty.until('► ~/key.pub');
		await tty.until('a file of 94 B');
		expect(tty.text()).not.toContain('begin like that');
		tty.type(' ~/two');
		await tty.until('► ~/key.pub ~/two');
		tty.type('\r');
		await tty.until('► SSH keys');
	});

	test('a paste is what is typed, as one line', async () => {
		const {tty} = await toKeys();
		tty.type(keys.home);
		await tty.until('► None');
		tty.type('\u{1B}[200~~/one.pub\n~/two.pub\u{1B}[201~');
		await tty.until('► ~/one.pub ~/two.pub');
	});

	test('digits choose on the other rows, Home and End go to the ends', async () => {
		const {tty} = await toKeys();
		tty.type(keys.home);
		await tty.until('► None');
		tty.type('2');
		await tty.until('► SSH keys');
		expect(tty.text()).toMatch(/SSH keys .*ed25519/);
	});
});
