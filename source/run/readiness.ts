import {exitCodes, UserError} from '../errors.ts';
import {diagnose, missingPackages, type MachineFinding} from '../host/diagnose.ts';
import {readFacts} from '../host/facts.ts';
import {needsOf, type Use} from '../host/needs.ts';
import type {Facts} from '../host/types.ts';
import type {Recipe} from '../recipe/schema.ts';
import {equippedOf} from '../strategies/index.ts';
import type {Context} from '../context.ts';

export async function readFactsFor(recipe: Recipe | undefined, {folders}: Pick<Context, 'folders'>): Promise<Facts> {
	return readFacts({cacheFolder: folders.cache, workFolder: folders.work, recipe});
}

const work: Record<Use, string> = {kernel: 'build the kernel of', build: 'build', rehearse: 'rehearse', serve: 'serve'};

/** What this machine lacks for using a recipe in this way. */
export function lacksFor(recipe: Recipe, facts: Facts, use: Use): MachineFinding[] {
	const needs = needsOf(equippedOf(recipe), use, {asRoot: facts.user.root});
	return diagnose(needs, facts).filter(({level}) => level === 'problem');
}

/** @throws UserError (exit 3) that names all that is missing at once, before anything is begun */
export function refuseUnready(
	recipe: Recipe,
	facts: Facts,
	use: Use,
	{begun, reference}: {begun: boolean; reference: string},
): void {
	// What is built already needs no room again; should the rest not fit, its step will say so.
	const lacks = lacksFor(recipe, facts, use).filter(({subject}) => !(begun && subject === 'disk'));
	if (lacks.length === 0) {
		return;
	}

	const {packages, refresh} = missingPackages(lacks);
	const installable = refresh || packages.length > 0;
	throw new UserError(
		[
			`This machine is not ready to ${work[use]} ${recipe.name}:`,
			...lacks.map(({subject, what}) => `  ${subject}: ${what}`),
		].join('\n'),
		[
			...(installable ? [`ramstrap doctor ${reference} --install`] : []),
			...new Set(lacks.flatMap(({hints = []}) => hints)),
		],
		exitCodes.notReady,
	);
}
