import {advise, type Advice, type Wish} from '../purpose/advise.ts';
import {purposeNamed, type Purpose} from '../purpose/purposes.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {questionsFor, withAnswer} from '../recipe/questions.ts';
import {recipeSchema, type Recipe} from '../recipe/schema.ts';
import {ways} from '../strategies/index.ts';
import {moveOn, systemOf} from './answer.ts';
import {freeName, newRecipe, recipeIn, type Flow} from './state.ts';

/** What happens on the way from a purpose to a way. */
export type PurposeAction =
	/** Without a name: the strategy is chosen by hand. */
	| {do: 'purpose'; name?: string; to: 'next' | 'review'}
	| {do: 'keeps'; keeps: boolean; to: 'next' | 'review'}
	| {do: 'way'; name: string; to: 'next' | 'review'};

export function reducePurpose(flow: Flow, action: PurposeAction): Flow {
	switch (action.do) {
		case 'purpose': {
			const purpose = purposeNamed(action.name ?? '');
			const chosen = purpose ? begin(flow, purpose) : {...flow, wish: undefined};
			return moveOn(chosen, {at: 'purpose'}, action.to);
		}

		case 'keeps': {
			const wished = {...flow, wish: {...flow.wish!, keeps: action.keeps}};
			return moveOn(readvised(wished), {at: 'keeps'}, action.to);
		}

		case 'way': {
			const advice = adviceIn(flow).find(({way}) => way.name === action.name);
			const chosen = {...flow, wish: {...flow.wish!, way: action.name}};
			return advice && isPossible(advice)
				? moveOn(withAdvised(chosen, advice.recipe), {at: 'advice'}, action.to)
				: flow;
		}
	}
}

const isPossible = ({verdict}: Advice): boolean => verdict !== 'no';

/** What there is to choose from for the recipe as it is answered by now. */
export function adviceIn(flow: Flow): Advice[] {
	const purpose = purposeNamed(flow.wish?.purpose ?? '');
	return purpose ? advise(wishOf(flow, asAnswered(purpose, flow)), recipeIn(flow)) : [];
}

/**
The way that was chosen, if it still does for what was just answered, else the one that is recommended; where none is,
the recipe stays.
*/
export function readvised(flow: Flow): Flow {
	const possible = adviceIn(flow).filter(advice => isPossible(advice));
	const best = possible.find(({way}) => way.name === flow.wish?.way) ?? possible[0];
	return best ? withAdvised(flow, best.recipe) : flow;
}

/** Another purpose is another recipe; what was answered of any stays. The same one again keeps all. */
function begin(flow: Flow, purpose: Purpose): Flow {
	if (flow.wish?.purpose === purpose.name) {
		return flow;
	}

	const answers = Object.fromEntries(Object.entries(flow.answers).filter(([id]) => isOfAny(id)));
	const wish = {purpose: purpose.name, keeps: purpose.demands.keeps ?? false};
	const chosen = {...flow, wish, answers, system: undefined};
	const best = advise(
		{
			purpose: withSource(purpose, flow.sources),
			memory: answers['node.memory'] === undefined ? purpose.memory : recipeIn(flow).node.memory,
			keeps: wish.keeps,
		},
		recipeIn(flow),
	)[0]!;
	return withAdvised(chosen, best.recipe);
}

/** Whether a question is about something that every purpose has. */
const isOfAny = (id: string): boolean => id === 'name' || id === 'compression' || /^(?:node|server)\./u.test(id);

/** Of a Debian made by pressing Enter its maker has the key; who took it out is not asked again. */
function withKey(recipe: Recipe, {publicKeys: [first], answers}: Flow): Recipe {
	const {node, tree} = recipe;
	return first === undefined || answers['node.keys'] !== undefined || node.keys.length > 0 || tree.from === 'busybox'
		? recipe
		: {...recipe, node: {...node, keys: [first]}};
}

/** A kernel is built from the newest source that this machine has. */
function withSource(purpose: Purpose, [newest]: readonly string[]): Purpose {
	const {kernel} = purpose;
	return newest !== undefined && kernel.from === 'build'
		? {...purpose, kernel: {...kernel, source: {package: newest}}}
		: purpose;
}

/** With what has been answered by now of its system and its kernel. */
function asAnswered(purpose: Purpose, flow: Flow): Purpose {
	const recipe = recipeIn(flow);
	const {kernel} = recipe;
	return purpose.tree.from === 'busybox'
		? {...purpose, ...systemOf(recipe), kernel}
		: {...purpose, ...(systemOf(recipe) ?? flow.system)};
}

function wishOf({wish, ...flow}: Flow, purpose: Purpose): Wish {
	return {purpose, memory: recipeIn(flow).node.memory, keeps: wish?.keeps ?? false};
}

/** A way says how the system gets there; what was answered of the node, its server and its name goes along. */
function withAdvised(flow: Flow, advised: Recipe): Flow {
	const named = {...withKey(advised, flow), name: freeName(flow.recipes, advised.name)};
	const recipe = Object.entries(flow.answers)
		.filter(([id]) => isOfAny(id))
		.reduce((base, [id, text]) => withAnswered(base, id, text), named);
	const system = systemOf(recipeIn(flow)) ?? flow.system;
	return {...flow, system, drafts: {...flow.drafts, [flow.draft]: recipe}};
}

/** Where the question makes no sense any more, or not in that way, the recipe stays. */
function withAnswered(recipe: Recipe, id: string, text: string): Recipe {
	const result = questionsFor(recipe).some(question => question.id === id) && withAnswer(recipe, id, text);
	return result && 'recipe' in result ? result.recipe : recipe;
}

/** With a name that says what it is, where a strategy was chosen by hand and nobody has named it. */
export function renamed(flow: Flow): Flow {
	const recipe = recipeIn(flow);
	if (flow.draft !== newRecipe || flow.wish !== undefined || flow.answers.name !== undefined) {
		return flow;
	}

	const {at, by, overlay} = deliveryOf(recipe);
	const alike = deliveries.filter(({delivery}) => delivery.at === at && delivery.overlay === overlay);
	const like = alike.find(({delivery}) => delivery.by === by) ?? alike[0];
	const name = like ? freeName(flow.recipes, like.name) : recipe.name;
	return {...flow, drafts: {...flow.drafts, [flow.draft]: {...recipe, name}}};
}

const deliveries = ways.map(({name, settings}) =>
	({name, delivery: deliveryOf(recipeSchema.parse({version: 1, name, ...settings}))}));
