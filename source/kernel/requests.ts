import {UserError} from '../errors.ts';
import type {BundleName, Recipe} from '../recipe/schema.ts';
import {baseRequests, bundles} from './bundles.ts';
import {catalogueOption} from './catalogue.ts';
import {isAlwaysOn, otherNames} from './catalogue/other-names.ts';
import {isMet} from './check/check.ts';
import type {KernelFinding, Scene} from './check/finding.ts';
import {parseFragment} from './fragment.ts';
import {requirementsOf, type RequiredOption, type Wanted} from './check/requirements.ts';
import {trapsOf} from './check/traps.ts';
import type {Request} from './types.ts';

/**
What is asked of a kernel that is built for this recipe, one request for each option. Later ones count: the base,
bundles, what the recipe needs, `kernel.options`, the lines of the fragment.
@throws UserError (exit 2) for a bad line of the fragment, and for all that would not boot, before anything is built
*/
export function kernelRequests(wanted: Wanted, known: KnownSource = {}): Request[] {
	const {requests, problems} = askKernel(wanted, known);
	if (problems.length > 0) {
		const [first, ...more] = problems.map(({what}) => what);
		throw new UserError(more.length === 0 ? first! : [
			'This kernel would not meet the requirements of the recipe:',
			...[first, ...more].map(what => `  ${what}`),
		].join('\n'), [...new Set(problems.flatMap(({hints}) => hints))]);
	}

	return requests;
}

/** The text of the recipe's fragment, and the release of its source as far as that is known before it is unpacked. */
export type KnownSource = {fragment?: string | undefined; release?: string | undefined};

/** The same with what is wrong as values. */
export function askKernel(
	wanted: Wanted,
	{fragment, release}: KnownSource = {},
): {requests: Request[]; problems: KernelFinding[]} {
	const own = ownRequests(wanted.recipe, fragment);
	const bundled = wanted.recipe.kernel.bundles.flatMap(name => bundleRequests(name));
	const requests = merge([...baseRequests, ...bundled, ...strategyRequests(wanted), ...own], release);
	const scene = {...wanted, release, values: new Map(requests.map(({option, value}) => [option, value]))};
	const lines = new Map(own.map(request => [request.option, request]));
	const traps = trapsOf(scene).map(trap => blame(trap, lines.get(trap.option ?? '')));
	const trapped = new Set(traps.map(({option}) => option));
	return {requests, problems: [...traps, ...contradictions(scene, lines).filter(({option}) => !trapped.has(option))]};
}

/** What such a kernel gets whatever else is chosen: the base and what the recipe needs, with the reasons. */
export function neededRequests(wanted: Wanted): Request[] {
	return merge([...baseRequests, ...strategyRequests(wanted)], undefined);
}

function bundleRequests(name: BundleName): Request[] {
	return Object.entries(bundles[name]).map(([option, value]) => ({option, value, from: `bundle ${name}`}));
}

/**
Built in, since nothing is gained by modules that every node needs; with what the catalogue
knows they cannot be without.
*/
function strategyRequests({recipe, needs}: Wanted): Request[] {
	const from = 'the strategy';
	const needed = requirementsOf({recipe: {...recipe, kernel: {...recipe.kernel, from: 'build'}}, needs});
	const options = new Set([...baseRequests, ...needed].map(({option}) => option));
	return [
		...needed.flatMap(({option, why}) => [
			...(catalogueOption(option)?.with ?? [])
				.filter(parent => !options.has(parent))
				.map(parent => ({option: parent, value: 'y', from, why: `${option} needs it`})),
			{option, value: 'y', from, why},
		]),
		...(needs.values ?? []).map(request => ({...request, from})),
	];
}

function ownRequests({kernel}: Recipe, fragmentText?: string): Request[] {
	return [
		...Object.entries(kernel.options)
			.map(([option, value]) => ({option, value: String(value), from: 'kernel.options'})),
		...(fragmentText === undefined ? [] : parseFragment(fragmentText, kernel.fragment ?? 'kernel.fragment')),
	];
}

/** One for each option, the last one. */
function merge(requests: readonly Request[], release: string | undefined): Request[] {
	const merged = new Map<string, Request>();
	for (const request of requests) {
		const or = otherNames[request.option];
		// The same option by its name in another version.
		const sameName = or?.filter(name => otherNames[name]?.includes(request.option)) ?? [];
		for (const name of [request.option, ...sameName]) {
			merged.delete(name);
		}

		merged.set(request.option, {...request, ...(or && {or})});
	}

	return merged.values().filter(({option, value}) => value === 'n' || !isAlwaysOn(option, release)).toArray();
}

/** What the recipe's own lines take away from what the recipe needs. */
function contradictions(scene: Scene, lines: ReadonlyMap<string, Request>): KernelFinding[] {
	const {values, release} = scene;
	return requirementsOf(scene).flatMap(required => {
		const line = lines.get(required.option);
		return line === undefined || isMet(required, values, release) ? [] : [contradiction(line, required)];
	});
}

/** A trap that a line of one's own opened names that line. */
function blame(trap: KernelFinding, line: Request | undefined): KernelFinding {
	return line === undefined ? trap : {...trap,
		what: `${trap.what} ${line.from} sets ${line.option} to ${line.value}.`};
}

function contradiction({option, value, from}: Request, {why}: RequiredOption): KernelFinding {
	return {
		code: 'option-contradicts', level: 'problem', option,
		what: `${from} sets ${option} to ${value}, but the recipe needs it built in: ${why}.`,
		hints: [`remove ${option} from ${from}`],
	};
}
