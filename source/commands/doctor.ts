import {UserError, exitCodes} from '../errors.ts';
import {diagnose, isReady, missingPackages, type MachineFinding} from '../host/diagnose.ts';
import {needsOf} from '../host/needs.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {recipeProblems} from '../host/recipe-problems.ts';
import type {Facts} from '../host/types.ts';
import type {Recipe} from '../recipe/schema.ts';
import {findingEvent} from '../report/finding.ts';
import {equippedOf} from '../strategies/index.ts';
import type {Context} from '../context.ts';
import {readDeployedHere, type DeployedHere} from '../deploy/deployed-here.ts';
import {formatReport} from '../host/doctor-report.ts';
import {installMissing, type Installing} from '../run/install-missing.ts';
import {readFactsFor} from '../run/readiness.ts';
import {version} from '../version.ts';

export type DoctorOptions = {install?: boolean; yes?: boolean; json?: boolean};

export type DoctorContext = Installing & {
	/** Reads the facts anew at every call; `packages` are the kernel packages to look up. */
	readFacts(): Promise<Facts>;
	/** The recipe as the user named it, for the commands we suggest. */
	reference?: string;
	/** How ramstrap came to this machine. */
	installed: string;
	deployed: readonly DeployedHere[];
};

/** The doctor at work on this machine, for a recipe by name or for all. */
export async function doctorFor(
	name: string | undefined,
	{recipes, folders, out, ask, signal, installed}: Context,
	{set = [], ...options}: DoctorOptions & {set?: string[]},
): Promise<number> {
	const recipe = name === undefined ? undefined : await loadRecipe(name, {...recipes, set});
	return doctor(recipe, options, {
		readFacts: async () => readFactsFor(recipe, {folders}),
		out,
		ask,
		signal,
		reference: name,
		installed: installed(),
		deployed: await readDeployedHere(),
	});
}

/** Says whether this machine is ready, and makes it so with `install`. Returns the exit code. */
export async function doctor(
	recipe: Recipe | undefined,
	options: DoctorOptions,
	context: DoctorContext,
): Promise<number> {
	const examined = await examine(recipe, context);
	const wanted = missingPackages(examined.findings);
	if (!options.install || (wanted.packages.length === 0 && !wanted.refresh)) {
		return report(examined, options, context);
	}

	const {ask, reference} = context;
	if (!ask && !options.yes) {
		throw new UserError('doctor --install needs a terminal to ask for confirmation, or --yes.', [
			`ramstrap doctor ${reference ? `${reference} ` : ''}--install --yes`,
		]);
	}

	const installed = await installMissing(examined.facts, wanted, options, context);
	return report(installed ? await examine(recipe, context) : examined, options, context);
}

type Examined = {facts: Facts; findings: MachineFinding[]};

async function examine(recipe: Recipe | undefined, {readFacts}: DoctorContext): Promise<Examined> {
	const facts = await readFacts();
	const needs = needsOf(recipe && equippedOf(recipe), 'rehearse', {asRoot: facts.user.root});
	const ofRecipe = recipe ? recipeProblems(recipe, facts.interfaces) : [];
	return {
		facts,
		findings: [...diagnose(needs, facts), ...ofRecipe.map(({field, ...found}) => ({subject: field, ...found}))],
	};
}

function report(
	{facts, findings}: Examined,
	{json}: DoctorOptions,
	{out, reference, installed, deployed}: DoctorContext,
): number {
	const ok = isReady(findings);
	const lines = json
		? [
			...findings.map(finding => findingEvent(finding)),
			{event: 'result', ok, ...missingPackages(findings), version, installed, deployed},
		].map(event => JSON.stringify(event))
		: formatReport(findings, facts, {reference, about: aboutUs(installed, deployed)});
	for (const line of lines) {
		out(line);
	}

	return ok ? exitCodes.done : exitCodes.notReady;
}

function aboutUs(installed: string, deployed: readonly DeployedHere[]): string[] {
	return [
		`ramstrap ${version}, ${installed}`,
		...deployed.map(({recipe, boots, by}) => {
			const program = by === undefined ? 'an earlier ramstrap' : `ramstrap ${by}`;
			const isOther = by !== version;
			return `deployed: ${recipe}${boots === undefined ? '' : ` ${boots}`}, served by ${program}`
				+ (isOther ? '; deploy its recipe again to change to this one' : '');
		}),
	];
}
