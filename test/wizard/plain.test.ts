import {PassThrough} from 'node:stream';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Terminal} from '../../source/wizard/on-screen.tsx';
import {runPlain} from '../../source/wizard/plain/session.ts';
import {afterTree} from '../../source/wizard/kernel-flow.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import type {WizardProps} from '../../source/wizard/types.ts';
import {flowAfter, startFlow} from '../../source/wizard/state.ts';
import {demoProps, recipeNamed} from './demo-props.ts';

/** What is said, and the outcome, where these lines come in. */
async function answering(lines: readonly string[], props: Partial<WizardProps> = {}) {
	const {terminal, stdin, said} = streams();
	stdin.end(lines.map(line => `${line}\n`).join(''));
	const {outcome} = await runPlain({...demoProps, ...props}, terminal);
	return {outcome, said: said()};
}

/** Of the line that begins so. */
const numberOf = (label: string, said: string): string =>
	said.split('\n').find(line => line.includes(`. ${label}`))!.split('.', 1)[0]!;

function streams(signal?: AbortSignal) {
	const [stdin, stdout] = [new PassThrough(), new PassThrough()];
	let text = '';
	stdout.on('data', (chunk: Buffer) => {
		text += chunk.toString();
	});
	return {stdin, terminal: {stdin, stdout, env: {}, isPlain: true, signal} as unknown as Terminal, said: () => text};
}

describe('the wizard as lines', () => {
	test('from a purpose to a recipe that is built; nothing is repainted', async () => {
		const {outcome, said} = await answering(['1', '2', '?', '1', '1', '', '', '', '', 'cellar', '1', 'y']);
		expect(outcome).toMatchObject({do: 'go', save: true, recipe: {name: 'cellar', root: 'squashfs', node: {memory: 512, keys: ['~/.ssh/id_ed25519.pub']}}});
		expect(said).toContain('1. Image in RAM (recommended). Uses the least memory, and needs no server once the node is up.');
		expect(said).toContain('Not possible: BusyBox in RAM. BusyBox alone has no packages and no SSH server.');
		expect(said).toContain('Virtual machines of a rehearsal'.toLowerCase());
		expect(said).not.toContain('\u{1B}');
	});

	test('what is wrong is said, and asked again; b goes back, what was answered stays', async () => {
		const {outcome, said} = await answering(['9', '', '99', '1', '7', 'b', '7', 'b', 'b', 'q']);
		expect(outcome).toEqual({do: 'quit'});
		expect(said).toContain('! 9 is not a number from 1 to 7.');
		expect(said).toContain('! An empty line is not a number from 1 to 7.');
		expect(said.match(/What is the machine for\?/g)).toHaveLength(3);
	});

	test('an empty line keeps what a machine may lose; a hyphen goes back to a default', async () => {
		const {outcome, said} = await answering(['1', '1', '', '', '', '', '-', '-', '', '', '', '', 'cellar', '1', 'y']);
		expect(said).toContain('Now: Yes, at power off');
		expect(outcome).toMatchObject({do: 'go', recipe: {root: 'squashfs', tree: {packages: []}}});
	});

	test('what starts something or throws answers away is asked; a recipe that cannot be read is told', async () => {
		const {outcome, said} = await answering(['3', numberOf('Build only', (await answering(['3'])).said), 'n', 'q']);
		expect(outcome).toEqual({do: 'quit'});
		expect(said).toContain('Start now? y or n: ');
		expect(said).toContain('strategie is not a field; did you mean strategy?');
		expect((await answering(['5', '1', 'q'])).outcome).toEqual({do: 'edit', name: 'broken'});
	});

	test('what a recipe can be used for, and what came of it', async () => {
		const toUses = ['3', numberOf('More', (await answering(['3'])).said)];
		const {said} = await answering(toUses);
		expect((await answering([...toUses, numberOf('Copy', said.slice(said.indexOf('What to do'))), 'loft'])).outcome).toEqual({do: 'copy', name: 'attic', to: 'loft'});
		expect((await answering([...toUses, numberOf('Delete', said.slice(said.indexOf('What to do'))), 'y'])).outcome).toEqual({do: 'remove', name: 'attic'});
		const resume = flowAfter(startFlow(demoProps), demoProps, {done: {outcome: {do: 'run', name: 'attic'}, exitCode: 1, headline: 'attic was not built.', lines: []}});
		const after = await answering(['1', 'y'], {resume});
		expect(after.said).toContain('attic was not built.');
		expect(after.outcome).toEqual({do: 'run', name: 'attic'});
	});

	test.each([['y', {do: 'save'}], ['n', {do: 'quit'}]])('the features of a kernel alone: leaving asks whether they are saved: %s', async (line, expected) => {
		const {outcome, said} = await answering(['1', 'q', line], {startAt: {recipe: 'tiny', screen: 'kernel'}});
		expect(said).toContain('Save the changes? y or n: ');
		expect(outcome).toMatchObject(expected);
	});

	test('the end of the input leaves, and what was answered is kept', async () => {
		const kept: unknown[] = [];
		const {outcome} = await answering(['1', '2'], {keepDrafts(drafts) {
			kept.push(drafts);
		}});
		expect(outcome).toEqual({do: 'quit'});
		expect(kept.at(-1)).toMatchObject({'*new*': {name: 'rescue'}});
	});

	test('a recipe is changed, what changes is read, and it is saved', async () => {
		const toAnswers = ['3', '8'];
		const number = numberOf('Memory of the node: 512', (await answering(toAnswers)).said);
		// Its memory; then what changes in the file, back, save, and leave.
		const {outcome, said} = await answering([...toAnswers, number, '4', 'b', '3', '1', '2', 'q']);
		expect(outcome).toEqual({do: 'quit'});
		expect(said).toContain('Answers of attic');
		expect(said).toContain('-memory: 256\n+memory: 4096');
		expect(said).toContain('Saved: attic is in ~/.config/ramstrap/recipes/attic.yaml.');
	});

	test('the last change is taken back', async () => {
		const toAnswers = ['3', '8'];
		const toMemory = [...toAnswers, numberOf('Memory of the node: 512', (await answering(toAnswers)).said), '4'];
		const {said} = await answering([...toMemory, 'b']);
		const review = said.slice(said.lastIndexOf('Review of attic'));
		const after = await answering([...toMemory, 'b', numberOf('Undo the last change', review), 'q']);
		expect(after.said).toContain('Undone: The last change was taken back.');
		expect(after.said.slice(after.said.indexOf('Undone:'))).not.toContain('Undo the last change');
		expect(after.outcome).toEqual({do: 'quit'});
	});

	test('a password is asked for twice, and kept as a hash', async () => {
		const blank = {...recipeNamed('my-nodes')};
		const {outcome, said} = await answering(['1', '2', '1', '1', '2', 'one', 'two', 'one', 'one', '', '', '', 'cellar', '1', 'y'], {blank});
		expect(said).toContain('! The passwords differ.');
		expect(outcome).toMatchObject({do: 'go', recipe: {name: 'cellar', node: {password: '$6$demo$eno'}}});
	});

	test('a hyphen takes a password back; a machine is removed when that is said', async () => {
		const recipe = {...recipeNamed('attic'), root: 'squashfs' as const, tree: {...recipeNamed('x').tree, from: 'bootstrap' as const}, node: {...recipeNamed('x').node, password: '$6$a$b'}, nodes: [{mac: '52:54:00:00:00:01', keys: [], words: [], boot: 'always' as const}]};
		const recipes = [{name: 'attic', where: 'saved' as const, title: '', recipe}];
		const list = await answering(['2', numberOf('List and change', (await answering(['2'], {recipes})).said)], {recipes});
		const toList = ['2', numberOf('List and change', list.said)];
		const number = (label: string) => numberOf(label, list.said.slice(list.said.indexOf('Answers of attic')));
		const toNode = [...toList, number('Known nodes'), '1'];
		const node = await answering(toNode, {recipes});
		const remove = numberOf('Remove this machine', node.said);
		const {outcome, said} = await answering([...toList, number('Root password'), '2', '-', number('Known nodes'), '1', remove, 'y', 'b', 'b', '1', 'y'], {recipes});
		expect(said).toContain('Remove it? y or n: ');
		expect(outcome).toMatchObject({do: 'go', recipe: {nodes: []}});
		expect((outcome as {recipe: Recipe}).recipe.node.password).toBeUndefined();
	});

	test('lines that came early are for the next questions', async () => {
		const {terminal, stdin} = streams();
		const unread: string[] = [];
		stdin.end('3\n2\ny\nq\n');
		const first = await runPlain(demoProps, {...terminal, unread});
		expect(first.outcome.do).toBe('run');
		expect(unread).toEqual(['q']);
		expect((await runPlain(demoProps, {...terminal, unread})).outcome).toEqual({do: 'quit'});
		expect((await runPlain(demoProps, {...terminal, unread})).outcome).toEqual({do: 'quit'});
	});

	test('every option of the kernel source is a line of its features, and one comes back to them', async () => {
		const startAt = {recipe: 'tiny', screen: 'kernel'} as const;
		const {said} = await answering([], {startAt});
		const {terminal, stdin} = streams();
		stdin.end(`${numberOf('Every option of the kernel source', said)}\n`);
		const {outcome, flow} = await runPlain({...demoProps, startAt}, terminal);
		expect(outcome).toMatchObject({do: 'tree', recipe: {name: 'tiny'}});
		const resumed = await answering(['q', 'y'], {resume: afterTree(flow, {options: {E1000E: 'y'}})});
		expect(resumed).toMatchObject({outcome: {do: 'save', recipe: {kernel: {options: {E1000E: 'y'}}}}});
	});

	test('features of a kernel are turned on by their numbers', async () => {
		const toKernel = ['1', '7', '1', '1', '1'];
		const {said} = await answering(toKernel);
		const number = (label: string) => numberOf(label, said);
		const {outcome} = await answering([...toKernel, number('off, disks'), number('on, virtio'), number('Done'), '', '', 'cellar', '1', 'y']);
		expect(outcome).toMatchObject({do: 'go', recipe: {name: 'cellar', kernel: {from: 'build', bundles: ['intel-nics', 'realtek-nics', 'usb-keyboard', 'screen', 'smp', 'disks']}}});
	});

	test('ends with the reason of the signal', async () => {
		const end = new AbortController();
		const {terminal} = streams(end.signal);
		const outcome = runPlain(demoProps, terminal);
		onTestFinished(() => {
			terminal.stdin.destroy();
		});
		setTimeout(() => {
			end.abort(new Error('stopped'));
		}, 20);
		await expect(outcome).rejects.toThrow('stopped');
	});
});
