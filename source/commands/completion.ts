import {complete} from '../completion/candidates.ts';
import {scripts, shells} from '../completion/scripts.ts';
import type {Context} from '../context.ts';
import {exitCodes, UserError} from '../errors.ts';
import {recipeNames} from '../host/recipe-files.ts';
import {recipeFields} from '../recipe/fields.ts';
import {listText} from '../recipe/problem.ts';
import {nearest} from '../recipe/spelling.ts';

/** `ramstrap completion <shell>`: the script that a shell completes our command line with. */
export function completion([shell, ...more]: readonly string[], {out}: Context): number {
	const found = shells.find(one => one === shell);
	if (found === undefined || more.length > 0) {
		const meant = shell === undefined ? undefined : nearest(shell, [...shells]);
		const given = shell === undefined ? '' : `, not ${[shell, ...more].join(' ')}`;
		throw new UserError(
			`ramstrap completion needs one shell: ${listText(shells, 'or')}${given}.`,
			[meant ? `did you mean ${meant}?` : 'source <(ramstrap completion bash)   completes in this shell'],
		);
	}

	out(scripts[found].trimEnd());
	return exitCodes.done;
}

/**
What these scripts ask: a candidate on each line, with a tab and what it is, and `:files` where a path can stand.
*/
export async function completeWords(words: readonly string[], context: Context): Promise<void> {
	const {out, recipes} = context;
	const {candidates, files} = await complete(words, {
		fields: async () => recipeFields(),
		async recipes() {
			const names = await recipeNames(recipes);
			return names.map(({name, where}) => ({word: name, help: `${where} recipe`}));
		},
		async nodes() {
			const {knownMachines} = await import('./known-machines.ts');
			const machines = await knownMachines(context);
			return machines.map(({name, mac}) => ({word: name, help: mac}));
		},
	});
	for (const {word, help} of candidates) {
		out(help === '' ? word : `${word}\t${help}`);
	}

	if (files) {
		out(':files');
	}
}
