import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {type Find, findIn} from '../run/http-server.ts';
import {readBootedOnce} from './booted-once.ts';
import {bootFileAt, siteOf, type SiteSettings} from './site.ts';
import {readAllPublished, stateName} from './read.ts';

/**
What is published at this moment: a menu is that of the state as it is when it is asked for.
@param now another value is another setting
@param onDamaged hears, at each change, of recipes that cannot be read; all others are served
*/
export function publishedSite(now: () => SiteSettings, onDamaged: (problem: Error) => void): Find {
	let known: {stamp: string; settings?: SiteSettings; find: Find} = {stamp: '', find: findIn({texts: {}, files: {}})};
	const refresh = async () => {
		const settings = now();
		const stamp = [await stampStates(settings.folder), await stampOf(settings.once)].join('\n');
		if (stamp === known.stamp && settings === known.settings) {
			return;
		}

		const published = await readAllPublished(settings.folder, onDamaged);
		known = {stamp, settings, find: findIn(siteOf(published, settings, readBootedOnce(settings.once)))};
	};

	return async urlPath => {
		const found = await known.find(urlPath);
		// A version never changes, so what is known of it is true; menus and what is not known may be out of date.
		if (found.file === undefined || !bootFileAt(urlPath)) {
			await refresh();
			return known.find(urlPath);
		}

		return {...found, isPlain: true};
	};
}

/** Changes when a recipe's state does, or there is one more. */
async function stampStates(folder: string): Promise<string> {
	const names = await readdir(folder).catch(() => []);
	const stamps = await Promise.all(names.map(async name => {
		const stamp = await stampOf(path.join(folder, name, stateName));
		return stamp === '' ? '' : `${name} ${stamp}`;
	}));
	return stamps.filter(Boolean).join('\n') || 'none';
}

async function stampOf(file: string | undefined): Promise<string> {
	const found = file === undefined ? undefined : await stat(file, {bigint: true}).catch(() => undefined);
	return found ? `${found.ino} ${found.mtimeNs}` : '';
}
