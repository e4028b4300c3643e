import path from 'node:path';
import {oneOf, type Flags} from '../arguments.ts';
import {exitCodes} from '../errors.ts';
import {readInterfaces} from '../host/network.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {diskAfterLoader} from '../host/recipe-problems.ts';
import {damageOf} from '../publish/damage.ts';
import {readAllPublished} from '../publish/read.ts';
import {versionId} from '../publish/version.ts';
import type {Recipe} from '../recipe/schema.ts';
import {startServeHelper} from '../serve/root-helper.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {build, type Built} from '../run/build.ts';
import {builtDrivers} from '../serve/built-drivers.ts';
import {builtVersion} from '../publish/built-version.ts';
import {warn, type Context} from '../context.ts';
import {checkBeforeServing, confirmRouterSettings} from '../serve/before-serving.ts';
import {secretsOf} from '../run/built/secrets-of.ts';
import {besideIt, chooseInterface, networkOn, servingOf} from '../serve/network.ts';
import type {BuiltNow} from '../serve/view.ts';
import {serveUntilStopped} from './serve-until-stopped.ts';
import {macsOf, publishBuilt, withBuilt} from './publish.ts';

/**
Builds what is not built yet, looks at the network, publishes what is new, and serves it there until it is told to
stop.
*/
export async function serve(name: string, context: Context, flags: Flags, terminal: Terminal): Promise<number> {
	const reload = async () => loadRecipe(name, {...context.recipes, set: settings(flags)});
	const recipe = await reload();
	const only = macsOf(flags.only);
	const json = flags.json ?? false;
	const tell = json ? () => undefined : context.out;
	// Before the minutes of a build, not after them.
	const one = chooseInterface(recipe, await readInterfaces());
	const built = await build(recipe, context, {reference: name, fresh: false, json, use: 'serve'});
	const asRoot = built.facts.user.root;
	const network = networkOn(one, recipe, asRoot ? 80 : 8080);
	let hear: (service: string, line: string) => void = () => undefined;
	const helper = startServeHelper({
		self: [...context.self, 'helper', 'serve'], asRoot,
		onLine(service, line) {
			hear(service, line);
		},
	});
	const over = new AbortController();
	const lines = (listener: typeof hear) => {
		hear = listener;
	};

	try {
		tell('');
		tell(`Checking the network on ${one.name}${network ? ` (${network.address})` : ''} …`);
		const folder = context.folders.published;
		const before = await readAllPublished(folder, ({message}) => {
			warn(context, json, {code: 'published-unreadable', what: `${message} ramstrap skips it.`});
		});
		const damaged = damageOf(folder, before.filter(other => other.name !== recipe.name), {signal: over.signal});
		const ports = network
			? servingOf(recipe, built, {network, published: withBuilt(before, recipe, built), folder}).ports
			: [];
		await checkBeforeServing(recipe, ports, {helper, one, network: network!, context, json});
		if (!await confirmRouterSettings(recipe, network!, {tell, ask: json ? undefined : context.ask})) {
			return exitCodes.done;
		}

		context.signal.throwIfAborted();
		const said = await publishBuilt(recipe, built, context, {only, again: false});
		const published = await readAllPublished(folder, () => undefined);
		const own = await damageOf(
			folder,
			published.filter(other => other.name === recipe.name),
			{whole: versionId(builtVersion(recipe, built).version)},
		);
		const damages = [...own, ...await damaged].map(what => ({code: 'published-damaged', what}));
		const beside = besideIt(recipe, published, network!).map(what => ({code: 'published-beside', what}));
		const warnings = [...damages, ...beside, ...diskAfterLoader(recipe)];
		tell(said);
		for (const warning of [...secretsOf(recipe, context.folders), ...warnings]) {
			warn(context, json, warning);
		}

		await serveUntilStopped(
			{
				warnings: warnings.map(({what}) => what),
				recipe,
				reload,
				published,
				built: await builtNow(recipe, built, context),
				network: network!,
				...servingOf(recipe, built, {network: network!, published, folder}),
				helper,
				lines,
				json,
			},
			context,
			terminal,
		);
	} finally {
		over.abort();
		await helper.stop();
	}

	return exitCodes.done;
}

/** What the diagnoses are to know of it. */
async function builtNow(recipe: Recipe, built: Built, {folders}: Context): Promise<BuiltNow> {
	return {
		version: `${recipe.name}/${versionId(builtVersion(recipe, built).version)}`,
		drivers: await builtDrivers(built.plan, path.join(folders.work, recipe.name)),
	};
}

export function settings({mode, interface: name, set = []}: Flags): string[] {
	const known =
		mode === undefined ? [] : [`server.dhcp=${oneOf('mode', mode, ['proxy', 'full', 'external'], 'proxy')}`];
	return [...known, ...(name === undefined ? [] : [`server.interface=${name}`]), ...set];
}
