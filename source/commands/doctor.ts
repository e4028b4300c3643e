import {execa} from 'execa';
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
import {formatReport, installCommands} from '../host/doctor-report.ts';
import {readFactsFor} from '../run/readiness.ts';

export type DoctorOptions = {install?: boolean; yes?: boolean; json?: boolean};

export type DoctorContext = {
	/** Reads the facts anew at every call; `packages` are the kernel packages to look up. */
	readFacts(): Promise<Facts>;
	out(line: string): void;
	/** Asks yes or no; left out where there is no terminal. */
	ask?(question: string): Promise<boolean>;
	/** Runs a command that the user sees; tells whether it succeeded. */
	run?(argv: readonly string[], options: {json: boolean}): Promise<boolean>;
	/** The recipe as the user named it, for the commands we suggest. */
	reference?: string;
};

/** The doctor at work on this machine, for a recipe by name or for all. */
export async function doctorFor(
	name: string | undefined,
	{recipes, folders, out, ask}: Context,
	{set = [], ...options}: DoctorOptions & {set?: string[]},
): Promise<number> {
	const recipe = name === undefined ? undefined : await loadRecipe(name, {...recipes, set});
	return doctor(recipe, options, {
		readFacts: async () => readFactsFor(recipe, {folders}),
		out,
		ask,
		reference: name,
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

	const installed = await install(examined.facts, wanted, options, context);
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

function report({facts, findings}: Examined, {json}: DoctorOptions, {out, reference}: DoctorContext): number {
	const ok = isReady(findings);
	const lines = json
		? [
			...findings.map(finding => findingEvent(finding)),
			{event: 'result', ok, ...missingPackages(findings)},
		].map(event => JSON.stringify(event))
		: formatReport(findings, facts, reference);
	for (const line of lines) {
		out(line);
	}

	return ok ? exitCodes.done : exitCodes.notReady;
}

type MissingPackages = {packages: readonly string[]; refresh: boolean};

async function install(
	facts: Facts,
	wanted: MissingPackages,
	{yes, json = false}: DoctorOptions,
	context: DoctorContext,
): Promise<boolean> {
	const {run = runVisibly} = context;
	const isRefreshed = wanted.refresh || (facts.agedLists ?? false);
	const commands = installCommands(facts, {...wanted, refresh: isRefreshed});
	if (!await mayInstall(commands, {yes, json}, context)) {
		return false;
	}

	if (!facts.user.root && !facts.user.sudo) {
		throw new UserError(
			'Installing packages needs root, and sudo is not installed.',
			['as root:', ...commands.map(command => command.slice(1).join(' '))],
			exitCodes.notReady,
		);
	}

	if (!facts.user.root && !await run(['sudo', '--validate'], {json})) {
		throw new UserError('Installing packages needs root, and sudo refused.', [], exitCodes.notReady);
	}

	if (await runAll(commands, run, json)) {
		return true;
	}

	// Lists that are too old name packages that are gone from the mirror: read them once more before giving up. Those
	// that could not be read anew may do.
	const again = installCommands(facts, {...wanted, refresh: !isRefreshed});
	if (wanted.refresh || !await runAll(again, run, json)) {
		const whole = installCommands(facts, {...wanted, refresh: true});
		throw new UserError(
			'The package manager failed; its output is above.',
			[whole.map(command => command.join(' ')).join(' && ')],
			exitCodes.notReady,
		);
	}

	return true;
}

async function mayInstall(
	commands: string[][],
	{yes, json}: DoctorOptions,
	{ask, out, reference}: DoctorContext,
): Promise<boolean> {
	if (!yes && !ask) {
		throw new UserError('doctor --install needs a terminal to ask for confirmation, or --yes.', [
			`ramstrap doctor ${reference ? `${reference} ` : ''}--install --yes`,
		]);
	}

	const lines = ['These commands make this machine ready:', ...commands.map(command => `  ${command.join(' ')}`)];
	if (json) {
		out(JSON.stringify({event: 'install', commands}));
	} else {
		for (const line of lines) {
			out(line);
		}
	}

	return yes ? true : ask!('Run these commands now?');
}

async function runAll(commands: string[][], run: NonNullable<DoctorContext['run']>, json: boolean): Promise<boolean> {
	for (const command of commands) {
		if (!await run(command, {json})) {
			return false;
		}
	}

	return true;
}

/** With --json our standard output is for machines, so the command's goes to standard error. */
async function runVisibly([command, ...words]: readonly string[], {json}: {json: boolean}): Promise<boolean> {
	const {failed} = await execa(command!, words, {
		reject: false,
		stdin: 'inherit',
		stdout: json ? 2 : 'inherit',
		stderr: 'inherit',
	});
	return !failed;
}
