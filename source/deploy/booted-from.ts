import {readHistories, type History} from '../serve/history.ts';
import {readBooted} from './booted.ts';
import {publishedFolder} from './places.ts';

/**
What machines booted last from this folder, as far as it concerns a recipe: served in the foreground, or deployed.
*/
export async function bootedFrom(folder: string, recipe: string): Promise<History> {
	const [served, deployed] = await Promise.all([
		readHistories(folder),
		folder === publishedFolder ? readBooted(recipe) : {},
	]);
	return {...served, ...deployed};
}
