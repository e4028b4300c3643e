import {expect, test} from 'vitest';
import {questionsFor} from '../../../source/recipe/questions.ts';
import {answerRows} from '../../../source/wizard/screens/review-rows.ts';
import {recipeWith} from '../../recipe/recipe.ts';

const recipe = recipeWith({root: 'squashfs', tree: {from: 'bootstrap', packages: ['stress-ng']}, tests: {hardware: ['cpu']}});

test('every field has its row, below the heading of its group', () => {
	const rows = answerRows(recipe, '');
	expect(rows.map(({key}) => key)).toEqual(expect.arrayContaining(questionsFor(recipe).map(({id}) => `answer:${id}`)));
	expect(rows.filter(({kind}) => kind === 'heading').map(({label}) => label)).toEqual(['Recipe', 'Operating system files', 'Kernel', 'Node', 'Tests', 'Server']);
	expect(rows.find(({key}) => key === 'answer:tests.hardware')).toMatchObject({note: 'cpu', isUsual: false});
});

test('how long nothing is tested is not asked; BusyBox alone has no tests', () => {
	const asked = (other: Parameters<typeof recipeWith>[0]) => questionsFor(recipeWith(other)).map(({id}) => id).filter(id => id.startsWith('tests.'));
	expect(asked({root: 'squashfs', tree: {from: 'bootstrap'}})).toEqual(['tests.hardware']);
	expect(asked({})).toEqual([]);
});
