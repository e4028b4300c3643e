import {describe, expect, test} from 'vitest';
import {reduce, type Action} from '../../source/wizard/flow.ts';
import {freeName, isChanged, recipeIn, screenIn, startFlow, type Flow} from '../../source/wizard/state.ts';
import {askedOf} from '../../source/wizard/answer.ts';
import {demoProps, recipeNamed} from './demo-props.ts';

const start = startFlow(demoProps.recipes, demoProps.blank);
const after = (...actions: Action[]): Flow => actions.reduce((flow, action) => reduce(flow, action), start);
const answer = (id: string, text: string): Action => ({do: 'answer', id, text, to: 'next'});
const back: Action = {do: 'back'};

describe('a new recipe', () => {
	test('asks its questions one after the other, then reviews', () => {
		const asked = askedOf(demoProps.blank).map(({id}) => id);
		const texts: Record<string, string> = {name: 'cellar', 'node.memory': '1024'};
		let flow = after({do: 'begin'});
		for (const id of asked) {
			expect(screenIn(flow)).toEqual({at: 'question', id});
			flow = reduce(flow, answer(id, texts[id] ?? ''));
		}

		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(recipeIn(flow)).toEqual({...recipeNamed('cellar'), node: {...recipeNamed('cellar').node, memory: 1024}});
	});

	test('goes to the review at once when the rest is kept', () => {
		const flow = after({do: 'begin'}, {do: 'answer', id: 'name', text: 'cellar', to: 'review'});
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(reduce(flow, {do: 'go'}).outcome).toEqual({do: 'go', recipe: recipeNamed('cellar'), save: true});
	});

	test('stays where an answer is wrong, with the reason, until the answer is changed', () => {
		const flow = after({do: 'begin'}, answer('name', 'Not A Name'));
		expect(screenIn(flow)).toEqual({at: 'question', id: 'name'});
		expect(flow.problem).toContain('is not a host name');
		expect(reduce(flow, {do: 'type', id: 'name', text: 'n'}).problem).toBeUndefined();
	});

	test.each([
		['attic', 'attic is the name of a recipe you saved; choose another.'],
		['rambox', 'rambox is the name of a recipe that comes with ramstrap; choose another.'],
	])('cannot be called %s', (name, problem) => {
		expect(after({do: 'begin'}, answer('name', name)).problem).toBe(problem);
	});

	test('has a name of its own from the start', () => {
		expect(recipeIn(startFlow(demoProps.recipes, recipeNamed('rambox'))).name).toBe('my-rambox');
		const taken = ['rambox', 'my-rambox'].map(name => ({name, where: 'saved' as const, title: ''}));
		expect(freeName(taken, 'rambox')).toBe('my-rambox-2');
	});
});

describe('back', () => {
	test('keeps the answers both ways', () => {
		const flow = after({do: 'begin'}, answer('name', 'cellar'), back, back);
		expect(screenIn(flow)).toEqual({at: 'start'});
		expect(recipeIn(reduce(flow, {do: 'begin'})).name).toBe('cellar');
	});

	test('keeps what was typed but not accepted', () => {
		const flow = after({do: 'begin'}, {do: 'type', id: 'name', text: 'cel'}, back, {do: 'begin'});
		expect(flow.typed).toEqual({name: 'cel'});
	});

	test('on the first screen stays there', () => {
		expect(after(back, back)).toEqual(start);
	});

	test('out of a change in the review leaves the answer as it was', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'node.memory'}, {do: 'type', id: 'node.memory', text: '9'}, back);
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(flow.typed).toEqual({});
		expect(isChanged(flow)).toBe(false);
	});

	test('after help is where help was asked for, the problem still named while reading', () => {
		const flow = after({do: 'begin'}, answer('name', '!'), {do: 'help'});
		expect(flow.problem).toBeDefined();
		expect(screenIn(reduce(flow, back))).toEqual({at: 'question', id: 'name'});
	});
});

describe('the review', () => {
	test('of an unchanged recipe builds without saving, or does half of it', () => {
		const flow = after({do: 'open', name: 'rambox'});
		expect(reduce(flow, {do: 'go'}).outcome).toEqual({do: 'go', recipe: recipeNamed('rambox'), save: false});
		expect(reduce(flow, {do: 'run'}).outcome).toEqual({do: 'run', name: 'rambox'});
		expect(reduce(flow, {do: 'rehearse'}).outcome).toEqual({do: 'rehearse', name: 'rambox'});
	});

	test('takes a changed answer and comes back', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'compression'}, answer('compression', 'zstd'));
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(flow.screens).toHaveLength(2);
		expect(reduce(flow, {do: 'go'}).outcome).toMatchObject({do: 'go', save: true, recipe: {name: 'attic', compression: 'zstd'}});
	});

	test('of a bundled recipe that was changed is of one with a name of its own', () => {
		const flow = after({do: 'open', name: 'rambox'}, {do: 'edit', id: 'node.memory'}, answer('node.memory', '1024'));
		expect(recipeIn(flow)).toMatchObject({name: 'my-rambox', node: {memory: 1024}});
	});

	test('takes a list typed by hand and comes back past the choices', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'kernel.drivers'}, {do: 'edit', id: 'kernel.drivers', typing: true}, answer('kernel.drivers', 'e1000e, r8169'));
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(recipeIn(flow).kernel.drivers).toEqual(['e1000e', 'r8169']);
	});

	test('lets a saved recipe keep its name', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'name'}, answer('name', 'attic'));
		expect(flow.problem).toBeUndefined();
	});
});

test('a recipe that cannot be read does not open', () => {
	expect(after({do: 'open', name: 'broken'})).toEqual(start);
});

test('two drafts do not mix', () => {
	const flow = after({do: 'begin'}, answer('name', 'cellar'), {do: 'type', id: 'node.memory', text: '7'}, back, back, {do: 'open', name: 'attic'});
	expect(recipeIn(flow)).toEqual(demoProps.recipes[1]!.recipe);
	expect(flow.typed).toEqual({});
});
