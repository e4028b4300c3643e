import {UserError, exitCodes} from '../errors.ts';
import type {Flags} from '../arguments.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {publish as publishVersion} from '../publish/publish.ts';
import {readPublished, type Published} from '../publish/read.ts';
import {withVersion} from '../publish/state.ts';
import {versionId} from '../publish/version.ts';
import {normalMac, problemOfMac} from '../recipe/mac.ts';
import {isGlob} from '../recipe/nodes.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {History} from '../serve/history.ts';
import {bootedFrom} from '../deploy/booted-from.ts';
import {build, type Built} from '../run/build.ts';
import {builtVersion} from '../publish/built-version.ts';
import {outJson, type Context} from '../context.ts';
import {secretsOf} from '../run/built/secrets-of.ts';
import {folderToChange} from '../deploy/served-folder.ts';

/** Builds what is not built yet, and lets nodes boot it from their next start on. */
export async function publish(name: string, context: Context, {only, set = [], json = false}: Flags): Promise<number> {
	const macs = macsOf(only);
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const folder = folderToChange(recipe.name, context, {asRoot: process.getuid?.() === 0,
		instead: `ramstrap deploy ${name}   publishes the new version, and asks for root`});
	const built = await build(recipe, context, {reference: name, fresh: false, json, use: 'build'});
	const outcome = await publishBuilt(
		recipe,
		built,
		{folders: {...context.folders, published: folder}},
		{only: macs, again: true},
	);
	const said = [
		outcome,
		...secretsOf(recipe, context.folders).map(({what}) => what),
	].join('\n');
	if (json) {
		outJson(context, {event: 'result', ok: true, message: said});
	} else {
		context.out(said);
	}

	return exitCodes.done;
}

/**
Publishes what was built. Without `again` a version that was published before stays what it is: who rolled back and
starts the server anew is not to get the newest one back.
@returns what became of it, for a person
*/
export async function publishBuilt(
	recipe: Recipe,
	built: Built,
	{folders}: Pick<Context, 'folders'>,
	{only, again}: {only: readonly string[]; again: boolean},
): Promise<string> {
	refuseCanary(recipe, only);
	const folder = folders.published;
	const {version, sources} = builtVersion(recipe, built);
	const before = await readPublished(folder, recipe.name);
	const isKnown = before?.state.versions.includes(versionId(version)) ?? false;
	const {id, state} = await publishVersion({
		folder,
		version,
		sources,
		keep: recipe.server.keep,
		inUse: before && inUse(before, await bootedFrom(folder, recipe.name), Date.now()),
		decide: (state, id) => state && isKnown && !again && only.length === 0 ? state : withVersion(state, id, only),
	});
	const who = Object.entries(state.only).filter(([, tried]) => tried === id).map(([mac]) => mac);
	if (state.current === id) {
		return isKnown && before?.state.current === id
			? `${recipe.name} ${id} is already the version that nodes boot.`
			: `Published ${recipe.name} ${id}. Nodes now boot this version.`;
	}

	return who.length > 0
		? `Published ${recipe.name} ${id} for ${who.join(', ')}; all other nodes boot ${state.current}.`
		: `Nodes boot ${recipe.name} ${state.current} because of a rollback; ${id} is newer. `
			+ `Next: ramstrap publish ${recipe.name}`;
}

/** @throws UserError where menus of single machines come by TFTP, which gives out what was there when it began */
function refuseCanary({server: {bios, dhcp}}: Recipe, only: readonly string[]): void {
	if (bios === 'pxelinux' && dhcp !== 'full' && only.length > 0) {
		throw new UserError(
			`--only does not work with server.bios pxelinux and server.dhcp ${dhcp}: `
			+ 'PXELINUX loads its menu over TFTP, where ramstrap cannot give one machine its own.',
			['--set server.bios=ipxe   gives every machine its own menu over HTTP'],
			exitCodes.invalid,
		);
	}
}

/** What there would be if it were published: before anything is, the network must be fit for it. */
export function withBuilt(published: readonly Published[], recipe: Recipe, built: Built): Published[] {
	const {version} = builtVersion(recipe, built);
	const id = versionId(version);
	const {state, versions} = published.find(({name}) => name === recipe.name) ?? {};
	return [
		...published.filter(({name}) => name !== recipe.name),
		{name: recipe.name, state: withVersion(state, id), versions: new Map([...versions ?? [], [id, version]])},
	];
}

/**
Versions that machines may still need: on their way up they fetch more of it, and a root over NFS they have for as
long as they run.
*/
function inUse({name, versions}: Published, history: History, now: number): Set<string> {
	const booted = Object.values(history).flatMap(({version, reached, began}) => {
		const [recipe, id = ''] = version.split('/', 2);
		const isUnderWay = reached !== 'up' && now - Date.parse(began) < 3_600_000;
		return recipe === name && (isUnderWay || versions.get(id)?.tree) ? [id] : [];
	});
	return new Set(booted);
}

/** Hardware addresses as they are typed. @throws UserError for what is none */
export function macsOf(words: readonly string[] = []): string[] {
	return words.map(word => {
		const mac = normalMac(word);
		if (problemOfMac(mac) !== undefined || isGlob(mac)) {
			throw new UserError(`--only ${word}: must be the MAC address of a machine, such as 52:54:00:12:34:56.`);
		}

		return mac;
	});
}
