import type {Flags} from '../arguments.ts';
import {UserError, exitCodes} from '../errors.ts';
import {readRecipeFile} from '../host/recipe-files.ts';
import {changeState} from '../publish/publish.ts';
import {readPublished, type Published} from '../publish/read.ts';
import {rolledBack, withoutOnly} from '../publish/state.ts';
import {outJson, type Context} from '../context.ts';
import {folderToChange} from '../deploy/served-folder.ts';
import {macsOf} from './publish.ts';

/** Lets nodes boot the version before the current one, or some of them what all others do, from their next start on. */
export async function rollback(name: string, context: Context, {only, json = false}: Flags): Promise<number> {
	const folder = folderToChange(name, context, {
		asRoot: process.getuid?.() === 0,
		instead: `sudo ramstrap rollback ${name}`,
	});
	const found = await publishedOf(name, folder, context);
	const macs = macsOf(only);
	const said = macs.length > 0 ? await letGo(found, macs, folder) : await goBack(found, folder);
	if (json) {
		outJson(context, {event: 'result', ok: true, message: said});
	} else {
		context.out(said);
	}

	return exitCodes.done;
}

async function goBack({name, state}: Published, folder: string): Promise<string> {
	const {current} = await changeState(folder, name, now => {
		const former = rolledBack(now);
		if (former) {
			return former;
		}

		throw new UserError(`${name} has no published version before ${now.current}.`, [
			`ramstrap status ${name}   lists the published versions`,
		]);
	});
	return `Nodes now boot ${name} ${current} instead of ${state.current}. `
		+ `To return to the newest version: ramstrap publish ${name}`;
}

async function letGo({name, state}: Published, macs: readonly string[], folder: string): Promise<string> {
	const strange = macs.find(mac => state.only[mac] === undefined);
	if (strange !== undefined) {
		throw new UserError(`${strange} already boots the version all others boot.`, [
			`ramstrap status ${name}   lists the machines with another version`,
		]);
	}

	await changeState(folder, name, now => withoutOnly(now, macs));
	return `${macs.join(', ')} ${macs.length === 1 ? 'boots' : 'boot'} `
		+ `${name} ${state.current} again, as all other machines do.`;
}

/** @throws UserError where nothing of it is published */
export async function publishedOf(
	name: string,
	folder: string,
	{recipes}: Pick<Context, 'recipes'>,
): Promise<Published> {
	const found = await readPublished(folder, name);
	if (!found) {
		// Where there is no such recipe, that is what is wrong.
		await readRecipeFile(name, recipes);
		throw new UserError(`${name} has no published version.`, [
			`ramstrap publish ${name}`,
			`ramstrap serve ${name}`,
		]);
	}

	return found;
}
