import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {cleanLine} from '../boots/console-text.ts';
import {UserError} from '../errors.ts';
import {adoptedFile, withAdopted} from '../host/adopted-nodes.ts';
import {readJournals} from '../deploy/journal.ts';
import {readFacts} from '../host/facts.ts';
import {needsOf} from '../host/needs.ts';
import {recipeFacts} from '../host/recipe-facts.ts';
import {findPublicKeys} from '../host/public-keys.ts';
import {listRecipes} from '../host/recipe-files.ts';
import {pathFields, resolvePaths} from '../host/recipe-paths.ts';
import {recipeProblems, type RecipeProblem} from '../host/recipe-problems.ts';
import {aboutPath, completePath} from '../host/typed-path.ts';
import type {Facts, Interface} from '../host/types.ts';
import {bundles} from '../kernel/bundles.ts';
import {catalogue} from '../kernel/catalogue.ts';
import {memoryText} from '../report/size.ts';
import {kernelRows} from '../kernel/menu.ts';
import {neededRequests} from '../kernel/requests.ts';
import {budgetLines, type Budget} from '../plan/budget.ts';
import {makePlan, type Plan} from '../plan/plan.ts';
import {printPlan} from '../plan/print.ts';
import {recipeSchema, type Choice, type Recipe} from '../recipe/schema.ts';
import {knownBoot} from '../rehearse/known-boot.ts';
import {durationText} from '../report/duration.ts';
import {equippedOf, wantedOf} from '../strategies/index.ts';
import {readHistories, type History} from '../serve/history.ts';
import {version} from '../version.ts';
import type {KernelMenu, ListedRecipe, MemoryBudget, NodeSize, WizardProps} from '../wizard/types.ts';
import {estimatedBudget, knownBudget} from '../run/built/budget-of.ts';
import type {Context} from '../context.ts';
import {hashPassword} from '../run/hash-password.ts';
import {knownSizes, knownWarnings} from '../run/built/known-sizes.ts';
import {expectedOf} from '../run/expected.ts';
import {lacksFor} from '../run/readiness.ts';
import {useOf, type RecipeUse} from './recipe-use.ts';
import {changesIn, saveRecipe} from './save-recipe.ts';

/** All that the wizard has to know of this machine. */
export async function gatherProps(context: Context, env: NodeJS.ProcessEnv): Promise<WizardProps> {
	const listed = await listRecipes(context.recipes);
	const packages = listed.flatMap(entry => 'recipe' in entry ? entry.recipe.kernel.package ?? [] : []);
	const facts = await readFacts({cacheFolder: context.folders.cache, workFolder: context.folders.work, packages});
	const planOf = (unresolved: Recipe) => {
		const recipe = resolvePaths(unresolved, context.folders.recipes);
		return makePlan(recipe, {...facts, ...recipeFacts(recipe, facts, context.folders.cache)});
	};

	const warningsOf = (recipe: Recipe) => knownWarnings(path.join(context.folders.work, recipe.name), recipe);
	const recipes = await listedRecipes(listed, context.folders);
	const good = listed.filter(entry => 'recipe' in entry);
	const adopted = new Map(await Promise.all(good.map(async entry => adoptedMacs(entry, context))));
	return {
		version,
		facts: factLines(facts),
		recipes,
		kernel: kernelMenuOf(facts, context),
		publicKeys: findPublicKeys(env.HOME),
		keepDrafts: () => undefined,
		async save(recipe, former) {
			const made = await saveRecipe(recipe, former, context);
			const all = await listRecipes(context.recipes);
			const [own] = await listedRecipes(all.filter(({name}) => name === recipe.name), context.folders);
			return {listed: {...own!, recipe: made.recipe}, file: shortened(made.path, env.HOME)};
		},
		readLog,
		paths: {
			has: id => /^nodes\.\d+\.(?:keys|files)$/.test(id) || pathFields.some(field => field.join('.') === id),
			complete: (text, kind) => completePath(text, kind, context.folders.recipes),
			about: (text, kind) => aboutPath(text, kind, context.folders.recipes),
		},
		forecast: recipe => forecastOf(resolvePaths(recipe, context.folders.recipes), {planOf, facts, context}),
		changes: (recipe, former) => changesIn(recipe, former, context),
		hashPassword: password => hashPassword(password, facts.tools.openssl),
		blank: blankRecipe(facts),
		planText: recipe =>
			printPlan(planOf(recipe), 'text', {
				memory: recipe.node.memory,
				budget: knownBudget(recipe, context.folders.work),
				warnings: warningsOf(recipe),
			}),
		budget: recipe => memoryBudget(recipe, context.folders.work),
		readiness(recipe) {
			const lacks = lacksFor(recipe, facts, 'rehearse').map(({subject, what}) => `${subject}: ${what}`);
			const lines = lacks.length > 0 ? lacks : refusalOf(() => planOf(recipe));
			return {ok: lines.length === 0, lines};
		},
		problems: recipe => [...problemsOf(recipe, facts, context), ...adoptedTwice(recipe, adopted, context)],
		interfaces: facts.interfaces.map(one => interfaceChoice(one)),
		machines: machinesSeen(await readHistories(context.folders.published)),
		leased: facts.interfaces.find(({defaultRoute, leased}) => defaultRoute && leased)?.name,
		warnings: warningsOf,
		summary: recipe =>
			`${memorySummary(recipe, context.folders.work)}; build folder: `
			+ `${shortened(context.folders.work, env.HOME)}/${recipe.name}`,
	};
}

/** The newest half mebibyte of it, safe to print. @throws the error of the system */
function readLog(file: string): string {
	const most = 524_288;
	const text = readFileSync(file).subarray(-most).toString('utf8');
	return text.split('\n').map(line => cleanLine(line)).join('\n');
}

const nodeSizes = [512, 1024, 2048, 4096, 8192, 16_384, 32_768];

function memoryBudget(recipe: Recipe, workFolder: string): MemoryBudget {
	const budgetFor = (memory: number): Budget => {
		const sized = {...recipe, node: {...recipe.node, memory}};
		return knownBudget(sized, workFolder) ?? estimatedBudget(sized);
	};

	const budget = budgetFor(recipe.node.memory);
	return {
		measured: budget.from === 'images',
		sizes: nodeSizes.map(memory => nodeSize(memory, budgetFor(memory))),
		lines: budgetLines(recipe.node.memory, budget),
	};
}

function nodeSize(memory: number, {bios, uefi}: Budget): NodeSize {
	const boots = [bios, uefi].map(({mib, impossible}) => impossible === undefined && mib <= memory);
	return {memory, boots: boots[1] ? 'yes' : (boots[0] ? 'only in BIOS' : 'no'), used: (boots[1] ? uefi : bios).after};
}

/** What was only estimated does not call a recipe wrong. */
function memorySummary(recipe: Recipe, workFolder: string): string {
	const {memory} = recipe.node;
	const known = knownBudget(recipe, workFolder);
	return known && nodeSize(memory, known).boots === 'no'
		? `! Nodes with ${memory} MiB cannot boot this; it needs ${known.bios.mib} MiB`
		: `Nodes with ${memory} MiB`;
}

/** What is wrong with a plan before any of it is done, a kernel that will not do for one. */
function refusalOf(plan: () => unknown): string[] {
	try {
		plan();
		return [];
	} catch (error) {
		if (error instanceof UserError) {
			return error.message.split('\n').map(line => line.trim());
		}

		throw error;
	}
}

function factLines({distribution, memory, disk, lab}: Facts): string[] {
	return [
		`${distribution.name}, ${memoryText(memory.totalMiB)} of memory, ${memoryText(disk.freeMiB)} free`,
		typeof lab === 'string'
			? 'rehearsals use a private network; your network is not touched'
			: `rehearsals do not work here: ${lab.no}`,
	];
}

/** The user's own first, of each kind those that were last used, then by name. */
async function listedRecipes(
	listed: Awaited<ReturnType<typeof listRecipes>>,
	folders: Context['folders'],
): Promise<ListedRecipe[]> {
	const now = Date.now();
	const deployed = new Set((await readJournals('')).map(journal => journal.recipe));
	const used = await Promise.all(listed.map(async entry => {
		if ('problem' in entry) {
			return {entry, use: undefined};
		}

		// Those that were adopted were built for as well; what is wrong with them is said when they are needed.
		const whole = await withAdopted(entry.recipe, folders.recipes).catch(() => entry.recipe);
		return {entry, use: useOf(whole, folders, now)};
	}));
	return used
		.toSorted((one, other) =>
			Number(one.entry.where === 'bundled') - Number(other.entry.where === 'bundled')
			|| (other.use?.at ?? 0) - (one.use?.at ?? 0))
		.map(({entry, use}): ListedRecipe => ({
			name: entry.name,
			where: entry.where,
			...('problem' in entry
				? {title: entry.problem, problem: entry.problem}
				: {title: entry.title, recipe: entry.recipe, isDeployed: deployed.has(entry.name), ...useIn(use!)}),
		}));
}

const useIn = ({text, isPublished}: RecipeUse): Pick<ListedRecipe, 'use' | 'isPublished'> =>
	({use: text || undefined, isPublished});

/** With every default. Its name follows from the answers; a router that gives out addresses goes on with that. */
function blankRecipe({interfaces}: Facts): Recipe {
	const [strategy] = recipeSchema.shape.strategy.options;
	const isLeased = interfaces.some(({defaultRoute, leased}) => defaultRoute && leased);
	return recipeSchema.parse({version: 1, name: 'rambox', strategy, server: {dhcp: isLeased ? 'proxy' : 'full'}});
}

/** What is wrong with it here. What was only estimated does not call a recipe wrong, unless it is far off. */
function problemsOf(recipe: Recipe, {interfaces}: Facts, {folders}: Context): RecipeProblem[] {
	const known = knownBudget(recipe, folders.work);
	const {bios} = known ?? estimatedBudget(recipe);
	const {memory} = recipe.node;
	const isShort = bios.mib > memory * (known ? 1 : 1.25);
	return [
		...(bios.impossible === undefined
			? []
			: [{code: 'memory-short', level: 'problem', field: 'node.memory',
				what: `No node can boot this, regardless of its memory: ${bios.impossible}.`} as const]),
		...(isShort && bios.impossible === undefined
			? [{code: 'memory-short', level: 'problem', field: 'node.memory',
				what: `A node with ${memory} MiB of memory cannot boot this: it needs `
					+ `${known ? '' : 'about '}${bios.mib} MiB.`} as const]
			: []),
		...recipeProblems(resolvePaths(recipe, folders.recipes), interfaces),
	];
}

function interfaceChoice({name, addresses, defaultRoute, wireless, carrier, leased}: Interface): Choice {
	const address = addresses.find(one => !one.includes(':')) ?? 'no address';
	const about = [
		address,
		...(defaultRoute ? ['default route'] : []),
		...(wireless ? ['wireless'] : []),
		...(carrier ? [] : ['no link']),
	];
	return {
		value: name,
		label: `${name}: ${about.join(', ')}`,
		help: [
			...(leased ? ['Its address comes from a router: choose "Keep my router\'s DHCP".'] : []),
			...(wireless ? ['Machines boot from wired networks; access points rarely pass their requests on.'] : []),
			...(carrier ? [] : ['Check the cable and the other end.']),
		].join(' ') || 'Machines on this network can boot from here.',
	};
}

/** What there is to know before one says Go: how long it takes here, how much room, how soon it was up. */
function forecastOf(
	recipe: Recipe,
	{planOf, facts, context: {folders}}: {planOf: (recipe: Recipe) => Plan; facts: Facts; context: Context},
): string[] {
	const folder = path.join(folders.work, recipe.name);
	const sizes = knownSizes(folder, recipe);
	if (sizes) {
		const boot = knownBoot(folder, recipe, sizes);
		return ['It is built.', ...(boot ? [`A rehearsal was up in ${durationText(boot.up)}.`] : [])];
	}

	const {freeMiB} = needsOf(equippedOf(recipe), 'rehearse', {asRoot: facts.user.root});
	const room = `A build needs ${memoryText(freeMiB)} of disk; ${memoryText(facts.disk.freeMiB)} are free.`;
	try {
		const {steps} = planOf(recipe);
		const todo = new Set(steps.map(({id}) => id));
		const {seconds, unknown} = expectedOf(steps, todo, {folder, sharedFolder: folders.shared});
		const isKnown = unknown.length === 0 && seconds > 0;
		return [...(isKnown ? [`Its steps took ${durationText(seconds)} when they were done before.`] : []), room];
	} catch (error) {
		if (error instanceof UserError) {
			return [room];
		}

		throw error;
	}
}

/** The last one first. */
function machinesSeen(history: History): Choice[] {
	return Object.entries(history).toReversed().map(([mac, {hostname, address, began, ...booted}]) => ({
		value: mac,
		label: [mac, hostname, address].filter(Boolean).join(', '),
		help: `It last booted ${booted.version}, on ${began.slice(0, 10)}.`,
	}));
}

/** Machines that stand in a file of their own beside the recipe. */
async function adoptedMacs(
	{name, recipe}: {name: string; recipe: Recipe},
	{folders}: Context,
): Promise<[name: string, macs: readonly string[]]> {
	const whole = await withAdopted({...recipe, nodes: []}, folders.recipes).catch(() => undefined);
	return [name, whole?.nodes.map(({mac}) => mac) ?? []];
}

/** The two lists are one when they are used. */
function adoptedTwice(
	{name, nodes}: Recipe,
	adopted: ReadonlyMap<string, readonly string[]>,
	{folders}: Context,
): RecipeProblem[] {
	const twice = nodes.map(({mac}) => mac).find(mac => adopted.get(name)?.includes(mac));
	const file = adoptedFile(folders.recipes, name);
	return twice === undefined ? [] : [{code: 'node-twice', level: 'problem', field: 'nodes',
		what: `${twice} is an adopted machine as well. Remove it here, or from ${file}.`}];
}

/** As a shell would let one write it: `~` for the home folder. */
function shortened(folder: string, home: string | undefined): string {
	return home && folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

/** What the wizard's list of kernel options shows on this machine. */
function kernelMenuOf({kernelSources}: Facts, {folders}: Pick<Context, 'folders'>): KernelMenu {
	return {
		rows: recipe => kernelRows(recipe, {catalogue, bundles, required: neededRequests(wantedOf(recipe))}),
		sources: Object.keys(kernelSources),
		// Without requests it is the distribution's, and was not built.
		lastSize: name =>
			existsSync(path.join(folders.work, name, 'kernel-config'))
				? statSync(path.join(folders.work, name, 'kernel/vmlinuz'), {throwIfNoEntry: false})?.size
				: undefined,
	};
}
