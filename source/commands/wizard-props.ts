import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.ts';
import {withAdopted} from '../host/adopted-nodes.ts';
import {readJournals} from '../deploy/journal.ts';
import {readFacts} from '../host/facts.ts';
import {recipeFacts} from '../host/recipe-facts.ts';
import {findPublicKeys} from '../host/public-keys.ts';
import {listRecipes} from '../host/recipe-files.ts';
import {pathFields, resolvePaths} from '../host/recipe-paths.ts';
import {aboutPath, completePath} from '../host/typed-path.ts';
import type {Facts, Interface} from '../host/types.ts';
import {bundles} from '../kernel/bundles.ts';
import {catalogue} from '../kernel/catalogue.ts';
import {memoryText} from '../report/size.ts';
import {kernelRows} from '../kernel/menu.ts';
import {neededRequests} from '../kernel/requests.ts';
import {makePlan, type Plan} from '../plan/plan.ts';
import {printPlan} from '../plan/print.ts';
import {recipeSchema, type Choice, type Recipe} from '../recipe/schema.ts';
import {wantedOf} from '../strategies/index.ts';
import {readHistories, type History} from '../serve/history.ts';
import {version} from '../version.ts';
import type {KernelMenu, ListedRecipe, WizardProps} from '../wizard/types.ts';
import {knownBudget} from '../run/built/budget-of.ts';
import type {Context} from '../context.ts';
import {hashPassword} from '../run/hash-password.ts';
import {knownWarnings} from '../run/built/known-sizes.ts';
import {lacksFor} from '../run/readiness.ts';
import {readLog} from './read-log.ts';
import {forecastOf, memoryBudget, memorySummary, problemsOf} from './recipe-outlook.ts';
import {useOf, type RecipeUse} from './recipe-use.ts';
import {changesIn, saveRecipe} from './save-recipe.ts';

/** All that the wizard has to know of this machine. */
export async function gatherProps(context: Context, env: NodeJS.ProcessEnv): Promise<WizardProps> {
	const listed = await listRecipes(context.recipes);
	const packages = listed.flatMap(entry => 'recipe' in entry ? entry.recipe.kernel.package ?? [] : []);
	const facts = await readFacts({cacheFolder: context.folders.cache, workFolder: context.folders.work, packages});
	const adopted = await adoptedNodes(listed, context.folders);
	// With the machines that stand in a file beside it: what is built and served has them as well.
	const whole = (recipe: Recipe): Recipe =>
		({...recipe, nodes: [...recipe.nodes, ...adopted.get(recipe.name) ?? []]});
	// The review asks for one several times.
	const plans = new WeakMap<Recipe, Plan>();
	const planOf = (unresolved: Recipe): Plan => {
		const recipe = resolvePaths(whole(unresolved), context.folders.recipes);
		const plan = plans.get(unresolved)
			?? makePlan(recipe, {...facts, ...recipeFacts(recipe, facts, context.folders.cache)});
		plans.set(unresolved, plan);
		return plan;
	};

	const warningsOf = (recipe: Recipe) => knownWarnings(path.join(context.folders.work, recipe.name), whole(recipe));
	const recipes = await listedRecipes(listed, whole, context.folders);
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
			const [own] = await listedRecipes(all.filter(({name}) => name === recipe.name), whole, context.folders);
			return {listed: {...own!, recipe: made.recipe}, file: shortened(made.path, env.HOME)};
		},
		readLog,
		paths: {
			has: id => /^nodes\.\d+\.(?:keys|files)$/.test(id) || pathFields.some(field => field.join('.') === id),
			complete: (text, kind) => completePath(text, kind, context.folders.recipes),
			about: (text, kind) => aboutPath(text, kind, context.folders.recipes),
		},
		forecast: recipe => forecastOf(whole(recipe), {plan: () => planOf(recipe), facts, context}),
		changes: (recipe, former) => changesIn(recipe, former, context),
		hashPassword: password => hashPassword(password, facts.tools.openssl),
		blank: blankRecipe(facts),
		planText: recipe =>
			printPlan(planOf(recipe), 'text', {
				memory: recipe.node.memory,
				budget: knownBudget(whole(recipe), context.folders.work),
				warnings: warningsOf(recipe),
			}),
		budget: recipe => memoryBudget(whole(recipe), context.folders.work),
		readiness(recipe) {
			const lacks = lacksFor(recipe, facts, 'rehearse').map(({subject, what}) => `${subject}: ${what}`);
			const lines = lacks.length > 0 ? lacks : refusalOf(() => planOf(recipe));
			return {ok: lines.length === 0, lines};
		},
		problems: recipe => problemsOf(whole(recipe), facts, context),
		interfaces: facts.interfaces.map(one => interfaceChoice(one)),
		machines: machinesSeen(await readHistories(context.folders.published)),
		leased: facts.interfaces.find(({defaultRoute, leased}) => defaultRoute && leased)?.name,
		warnings: warningsOf,
		summary: recipe =>
			`${memorySummary(whole(recipe), context.folders.work)}; build folder: `
			+ `${shortened(context.folders.work, env.HOME)}/${recipe.name}`,
	};
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

type ReadRecipes = Awaited<ReturnType<typeof listRecipes>>;

/** By recipe; what is wrong with their file is said when they are needed. */
async function adoptedNodes(
	listed: ReadRecipes,
	folders: Context['folders'],
): Promise<ReadonlyMap<string, Recipe['nodes']>> {
	const found = listed.flatMap(entry => 'recipe' in entry ? [entry.recipe] : []).map(async recipe => {
		const {nodes} = await withAdopted({...recipe, nodes: []}, folders.recipes).catch(() => ({nodes: []}));
		return [recipe.name, nodes] as const;
	});
	return new Map(await Promise.all(found));
}

/** The user's own first, of each kind those that were last used, then by name. */
async function listedRecipes(
	listed: ReadRecipes,
	whole: (recipe: Recipe) => Recipe,
	folders: Context['folders'],
): Promise<ListedRecipe[]> {
	const now = Date.now();
	const deployed = new Set((await readJournals('')).map(journal => journal.recipe));
	const used = listed.map(entry =>
		({entry, use: 'recipe' in entry ? useOf(whole(entry.recipe), folders, now) : undefined}));
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

/** The last one first. */
function machinesSeen(history: History): Choice[] {
	return Object.entries(history).toReversed().map(([mac, {hostname, address, began, ...booted}]) => ({
		value: mac,
		label: [mac, hostname, address].filter(Boolean).join(', '),
		help: `It last booted ${booted.version}, on ${began.slice(0, 10)}.`,
	}));
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
