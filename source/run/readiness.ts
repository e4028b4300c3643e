import {exitCodes, UserError} from '../errors.ts';
import {diagnose, missingPackages, type MachineFinding} from '../host/diagnose.ts';
import {readFacts} from '../host/facts.ts';
import {needsOf, type Use} from '../host/needs.ts';
import type {Facts} from '../host/types.ts';
import type {Recipe} from '../recipe/schema.ts';
import {equippedOf} from '../strategies/index.ts';
import type {Context} from '../context.ts';
import {installMissing, type Installing} from './install-missing.ts';

export async function readFactsFor(recipe: Recipe | undefined, {folders}: Pick<Context, 'folders'>): Promise<Facts> {
	return readFacts({cacheFolder: folders.cache, workFolder: folders.work, recipe});
}

const work: Record<Use, string> = {kernel: 'build the kernel of', build: 'build', rehearse: 'rehearse', serve: 'serve'};

/** What this machine lacks for using a recipe in this way. */
export function lacksFor(recipe: Recipe, facts: Facts, use: Use): MachineFinding[] {
	const needs = needsOf(equippedOf(recipe), use, {asRoot: facts.user.root});
	return diagnose(needs, facts).filter(({level}) => level === 'problem');
}

/** `begun`: what is built already needs no room again; should the rest not fit, its step will say so. */
type Readiness = {use: Use; begun: boolean; reference: string; yes?: boolean | undefined; json?: boolean | undefined};

/**
What is known of a machine that is ready for a recipe. Packages that are missing are installed: with `yes` at once, on
a terminal when that is confirmed.
@throws UserError (exit 3) that names all that is missing at once, before anything is begun
*/
export async function readyFacts(
	recipe: Recipe,
	context: Pick<Context, 'folders'> & Installing,
	{use, begun, reference, yes, json = false}: Readiness,
): Promise<Facts> {
	const look = async (): Promise<{facts: Facts; lacks: MachineFinding[]; said: string[]}> => {
		const facts = await readFactsFor(recipe, context);
		const lacks = lacksFor(recipe, facts, use).filter(({subject}) => !(begun && subject === 'disk'));
		const said = [
			`This machine is not ready to ${work[use]} ${recipe.name}:`,
			...lacks.map(({subject, what}) => `  ${subject}: ${what}`),
		];
		return {facts, lacks, said};
	};

	const install = `ramstrap doctor ${reference} --install`;
	const refuse = (said: readonly string[], hints: readonly string[]): never => {
		throw new UserError(said.join('\n'), [...hints], exitCodes.notReady);
	};

	const {facts, lacks, said} = await look();
	if (lacks.length === 0) {
		return facts;
	}

	const isWanted = yes ?? (!json && context.ask !== undefined);
	// Nobody installs a thing for a machine that would not be ready with it.
	const helps = lacks.every(lack => isInstallable(lack)) && (facts.user.root || facts.user.sudo);
	if (!isWanted || !helps) {
		return refuse(said, [...(lacks.some(lack => isInstallable(lack)) ? [install] : []), ...hintsOf(lacks)]);
	}

	if (!json) {
		for (const line of said) {
			context.out(line);
		}
	}

	const wanted = missingPackages(lacks);
	const installed = await installMissing(facts, wanted, {yes, json}, context).catch((error: unknown) => {
		// Programs have not heard yet what is missing.
		throw json && error instanceof UserError
			? new UserError([...said, error.message].join('\n'), error.hints, error.exitCode)
			: error;
	});
	if (!installed) {
		return refuse(['Nothing was installed.'], [install]);
	}

	const after = await look();
	return after.lacks.length === 0 ? after.facts : refuse(after.said, hintsOf(after.lacks));
}

function isInstallable(lack: MachineFinding): boolean {
	const {packages, refresh} = missingPackages([lack]);
	return refresh || packages.length > 0;
}

const hintsOf = (lacks: readonly MachineFinding[]): string[] => [...new Set(lacks.flatMap(({hints = []}) => hints))];
