import {statSync, type Stats} from 'node:fs';
import {UserError} from '../errors.ts';
import {refuseStrange} from '../files/read-ordinary.ts';
import type {Recipe} from '../recipe/schema.ts';

/**
Whatever a recipe names on this machine and is of a kind that no step may read: a device without an end, a pipe that
nobody writes to. What is not there is the business of the step that needs it.
@throws UserError (exit 2) with all of it
*/
export function refuseStrangePlaces(recipe: Recipe): void {
	const problems = places(recipe).flatMap(([says, file, isFine]) => {
		const stats = statSync(file, {throwIfNoEntry: false});
		return stats === undefined || isFine?.(stats) ? [] : problemOf(() => {
			refuseStrange(stats, `${says} ${file}, which`);
		});
	});
	if (problems.length > 0) {
		throw new UserError(problems.join('\n'));
	}
}

type Place = [says: string, file: string, isFine?: (stats: Stats) => boolean];

function places({node, tree, kernel, nodes}: Recipe): Place[] {
	return [
		...node.keys.map((file): Place => ['node.keys names', file]),
		...(tree.path === undefined
			? []
			: [['tree.path is', tree.path, stats => tree.from === 'disk-image' && stats.isBlockDevice()] as Place]),
		...(tree.files === undefined ? [] : [['tree.files is', tree.files] as Place]),
		...(kernel.source?.path === undefined ? [] : [['kernel.source.path is', kernel.source.path] as Place]),
		...(kernel.fragment === undefined ? [] : [['kernel.fragment is', kernel.fragment] as Place]),
		...nodes.flatMap(({keys, files}, index) => [
			...keys.map((file): Place => [`nodes[${index}].keys names`, file]),
			...(files === undefined ? [] : [[`nodes[${index}].files is`, files] as Place]),
		]),
	];
}

function problemOf(act: () => void): string[] {
	try {
		act();
		return [];
	} catch (error) {
		return [(error as Error).message];
	}
}
