import {advise, type Advice, type Wish} from '../purpose/advise.ts';
import {purposeNamed, purposes, type Purpose} from '../purpose/purposes.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {recipeSchema, type Recipe} from '../recipe/schema.ts';
import {ways} from '../strategies/index.ts';
import {moveOn} from './answer.ts';
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
	return purpose ? advise(wishOf(flow, asAnswered(purpose, recipeIn(flow))), recipeIn(flow)) : [];
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

/** Another purpose is another recipe; who may log in stays. The same one again keeps its answers. */
function begin(flow: Flow, purpose: Purpose): Flow {
	if (flow.wish?.purpose === purpose.name) {
		return flow;
	}

	const recipe = purpose.demands.distribution ? withKey(recipeIn(flow), flow.publicKeys) : recipeIn(flow);
	const sourced = withSource(purpose, flow.sources);
	const wish: Wish = {purpose: sourced, memory: purpose.memory, keeps: purpose.demands.keeps ?? false};
	const chosen = {...flow, wish: {purpose: purpose.name, keeps: wish.keeps}};
	return withAdvised(chosen, advise(wish, recipe)[0]!.recipe);
}

/** Of a Debian made by pressing Enter its maker has the key. */
function withKey(recipe: Recipe, [first]: readonly string[]): Recipe {
	const {node} = recipe;
	return first === undefined || node.keys.length > 0 ? recipe : {...recipe, node: {...node, keys: [first]}};
}

/** A kernel is built from the newest source that this machine has. */
function withSource(purpose: Purpose, [newest]: readonly string[]): Purpose {
	const {kernel} = purpose;
	return newest !== undefined && kernel.from === 'build'
		? {...purpose, kernel: {...kernel, source: {package: newest}}}
		: purpose;
}

/** With what has been answered by now of its system and its kernel. */
function asAnswered(purpose: Purpose, {tree, kernel}: Recipe): Purpose {
	const isOther = tree.from === 'busybox' && purpose.tree.from !== 'busybox';
	return isOther ? purpose : {...purpose, tree: tree.from === 'busybox' ? purpose.tree : tree, kernel};
}

function wishOf({wish, ...flow}: Flow, purpose: Purpose): Wish {
	return {purpose, memory: recipeIn(flow).node.memory, keeps: wish?.keeps ?? false};
}

function withAdvised(flow: Flow, advised: Recipe): Flow {
	const {name} = recipeIn(flow);
	const recipe = {...advised, name: isProposed(flow, name) ? freeName(flow.recipes, advised.name) : name};
	return {...flow, drafts: {...flow.drafts, [flow.draft]: recipe}};
}

/** With a name that says what it is, unless somebody has named it. */
export function renamed(flow: Flow): Flow {
	const recipe = recipeIn(flow);
	const isByHand = flow.draft === newRecipe && flow.wish === undefined;
	if (!(isByHand && isProposed(flow, recipe.name))) {
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

function isProposed({recipes, blank}: Flow, name: string): boolean {
	const proposals = [...ways.map(way => way.name), ...purposes.flatMap(({recipe}) => recipe ?? [])];
	return [blank.name, ...proposals.map(proposal => freeName(recipes, proposal))].includes(name);
}
