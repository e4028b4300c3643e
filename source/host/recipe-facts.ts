import {UserError} from '../errors.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import {whyUnreadable} from '../report/system-error.ts';
import type {Recipe} from '../recipe/schema.ts';
import {readSourceRelease} from './kernel-source.ts';
import {readKnownConfig} from './known-config.ts';
import {refuseStrangePlaces} from './recipe-places.ts';
import type {Facts} from './types.ts';

/**
What is true of the kernel and the files that a recipe names; a few small files, read at once, so that the wizard can
ask about a recipe as it is being answered.
@throws UserError (exit 2) when it names something that cannot be read
*/
export function recipeFacts(
	recipe: Recipe,
	{kernels, kernelSources}: Pick<Facts, 'kernels' | 'kernelSources'>,
	cacheFolder: string,
): Pick<Facts, 'kernelConfig' | 'sourceRelease' | 'texts'> {
	refuseStrangePlaces(recipe);
	const {kernel} = recipe;
	return {
		kernelConfig: kernel.from === 'distribution'
			? readKnownConfig(kernels[kernel.package ?? 'default'], cacheFolder)
			: undefined,
		sourceRelease: kernel.source && readSourceRelease(kernel.source, kernelSources),
		texts: kernel.fragment === undefined ? {} : {[kernel.fragment]: readText(kernel.fragment)},
	};
}

function readText(file: string): string {
	const says = (what: string, hints: string[] = []) =>
		new UserError(`kernel.fragment is ${file}, which ${what}.`, hints);
	let text;
	try {
		text = readOrdinary(file, {most: 1024 ** 2, says: `kernel.fragment is ${file}, which`}).toString();
	} catch (error) {
		if (error instanceof UserError) {
			throw error;
		}

		throw says(whyUnreadable(error), ['a relative path starts at the folder of the recipe']);
	}

	if (text.includes('\0')) {
		throw says('is not a text file', ['a fragment has lines such as CONFIG_VIRTIO_NET=y']);
	}

	return text;
}
