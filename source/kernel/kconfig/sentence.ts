import {listText} from '../../recipe/problem.ts';
import {nearest} from '../../recipe/spelling.ts';
import type {Request} from '../types.ts';
import {valueProblem} from './value-check.ts';
import {sayNever, whyNever} from './never.ts';
import type {Proposal} from './proposal.ts';
import type {Expression, KconfigSymbol, KconfigTree} from './types.ts';
import {isForeign, type Obstacle} from './unmet.ts';
import {isSwitch} from './value.ts';

type Story = {
	symbol: KconfigSymbol;
	request: Request;
	got: string;
	obstacle: Obstacle;
	unmet: readonly string[];
	add: readonly string[];
};

/** The whole story of a dropped request: what was asked for, what came out, why, and what to ask for as well. */
export function sayDropped(story: Story, scene: Proposal): string {
	const {request, got, symbol} = story;
	return `${asked(request)}, but ${outcome(symbol, request.value, got)}: `
		+ `${reason(story, scene)}.${advice(story, scene)}`;
}

export function sayUnknown({version, symbols}: KconfigTree, request: Request): string {
	const linux = version ? `Linux ${version}` : 'this kernel source';
	const name = nearest(request.option, candidates(request.option, symbols.keys()));
	return `${asked(request)}, but ${linux} has no option ${request.option}.${name ? ` Did you mean ${name}?` : ''}`;
}

const listed = (names: readonly string[]) => listText(names, 'and');

function asked({option, value, from}: Request): string {
	return `${option}: ${value} was requested (${from})`;
}

function outcome(symbol: KconfigSymbol, wanted: string, got: string): string {
	if (!isSwitch(symbol)) {
		return got === 'n'
			? 'the kernel\'s configuration has no value for it'
			: `the kernel's configuration makes it ${got === '' ? 'empty' : got}`;
	}

	const verb = wanted === 'n' ? 'keeps' : 'makes';
	return got === 'n' ? 'the kernel\'s configuration leaves it off' : `the kernel's configuration ${verb} it ${got}`;
}

function reason(story: Story, scene: Proposal): string {
	const {symbol, request, obstacle, unmet} = story;
	const problem = valueProblem(symbol, request.value, scene);
	if (problem) {
		return problem;
	}

	switch (obstacle.kind) {
		case 'selected': {
			return `${listed(obstacle.by!)} ${obstacle.by!.length > 1 ? 'select' : 'selects'} it`;
		}

		case 'choice': {
			return choiceReason(obstacle);
		}

		case 'given': {
			const setters = unmet.map(text => text.replace(/^!\(?(.*?)\)?$/, '$1'));
			return setters.length > 0
				? `it has no prompt and is set by ${setters.join(' and ')}`
				: 'it has no prompt; Kconfig itself sets it';
		}

		case 'needs':
		case 'promptless': {
			return unmet.length > 0 ? needs(story, scene) : withoutReason(story);
		}
	}
}

function choiceReason({by, choice}: Obstacle): string {
	const title = choice!.prompt ? ` of the choice "${choice!.prompt.text}"` : ' of its choice';
	return by ? `only one${title} can be on, and that is ${by[0]!}` : `one${title} must be on`;
}

function needs({obstacle, unmet}: Story, scene: Proposal): string {
	if (isModuleOnly(obstacle)) {
		return 'it can only be a module';
	}

	if (isFixed(obstacle)) {
		return 'ARCH determines its value';
	}

	const foreign = obstacle.unmet.filter(part => isForeign(part, scene)).flatMap(part => namesOf(part));
	const verb = obstacle.kind === 'promptless' && obstacle.unmet.length === 0
		? 'it has no prompt and is selected by'
		: 'it needs';
	return `${verb} ${listed(unmet)}${foreign.length > 0 ? ` (not on ${scene.tree.srcarch}: ${listed(foreign)})` : ''}`;
}

function isModuleOnly({unmet}: Obstacle): boolean {
	return unmet.some(part => part.kind === 'constant' && part.value === 'm');
}

/** Compares what the build was called with; no option changes that. */
function isFixed({unmet}: Obstacle): boolean {
	return unmet.some(part =>
		part.kind === 'compare' && part.left.kind === 'constant' && part.right.kind === 'constant');
}

function withoutReason({symbol}: Story): string {
	if (symbol.transitional) {
		return 'it is an old name that newer kernels no longer set';
	}

	const tests = symbol.definitions.flatMap(({conditions}) => conditions
		.filter(part => part.kind === 'unknown')
		.map(part => part.text));
	if (tests.length > 0) {
		return `all options it needs are on, but a check of this machine's build tools failed: ${listed(tests)}`;
	}

	return symbol.definitions.some(({prompt}) => prompt) ? 'everything it needs is on' : 'it has no prompt, and '
		+ 'ramstrap found no option that turns it on';
}

function advice({symbol, request, unmet, obstacle, add}: Story, scene: Proposal): string {
	const {result, tree} = scene;
	if (add.length === 0) {
		const isHopeless = !valueProblem(symbol, request.value, scene)
			&& obstacle.kind === 'needs'
			&& unmet.length > 0
			&& !isFixed(obstacle)
			&& !isModuleOnly(obstacle);
		const never = isHopeless && whyNever(tree, request.option);
		const why = never && never.by.length > 0
			? `In no configuration can it be on: ${sayNever(never, tree)}.`
			: `ramstrap found no options that would help on ${tree.srcarch}.`;
		return isHopeless ? ` ${why}` : '';
	}

	const against = add.map(text => result.requests.get(text.split('=', 1)[0]!)).filter(other => other !== undefined);
	const instead = against.map(({option, value, from}) => `${option}=${value} (${from})`);
	return ` Request ${listed(add)}${instead.length > 0 ? ` instead of ${listed(instead)}` : ' too'}.`;
}

function namesOf(expression: Expression): string[] {
	if (expression.kind === 'symbol') {
		return [expression.name];
	}

	return 'parts' in expression ? expression.parts.flatMap(part => namesOf(part)) : [];
}

/**
Measuring the distance to 17,000 names takes too long; a typing mistake keeps the first letter and nearly the length.
*/
function candidates(typed: string, names: Iterable<string>): string[] {
	const first = typed.slice(0, 1).toUpperCase();
	return [...names].filter(name => name.startsWith(first) && Math.abs(name.length - typed.length) < 3);
}
