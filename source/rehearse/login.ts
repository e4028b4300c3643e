import {recipeProblems} from '../host/recipe-problems.ts';
import type {Recipe} from '../recipe/schema.ts';

/** How its owner logs in to a node of this recipe, in sentences; nothing where a tree of their own decides that. */
export function loginLines(recipe: Recipe): string[] {
	const {tree, node} = recipe;
	if (tree.from === 'busybox') {
		return ['Log in: its screen and its serial line show a shell, without a password.'];
	}

	return [
		...recipeProblems(recipe).filter(({code}) => code === 'no-login').map(({what}) => `! ${what}`),
		...(node.keys.length > 0
			? ['Log in: ssh root@ADDRESS. ramstrap serve shows the address of each machine.']
			: []),
		...(node.password === undefined ? [] : ['Log in: at its keyboard as root, with the password you chose.']),
	];
}
