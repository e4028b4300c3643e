import type {Facts} from '../../host/types.ts';
import {isArchive} from '../../recipe/archive.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Step} from '../types.ts';
import canonicalize from './canonical.sh';
import {writeLayers} from './layers.ts';
import readArchive from './read-archive.sh';
import stackLayers from './stack-layers.sh';

/**
Makes `tree/root.tar` of a container image: its layers, one over the other. Its
environment and entry point are not used.
*/
export function ociStep({tree}: Recipe, _facts: Facts): Step {
	return {
		id: 'tree',
		title: `Container image ${tree.image ?? tree.path!}`,
		why: 'Merges the layers of the image into one archive, with owners and attributes, and without deleted files.',
		needs: [],
		reads: tree.path === undefined
			? []
			: [isArchive(tree.path) || tree.path.endsWith('.oci') ? tree.path : `${tree.path}/index.json`],
		actions: [
			{do: 'write-file', path: 'canonical.sh', text: canonicalize},
			...writeLayers,
			{do: 'write-file', path: 'read-archive.sh', text: readArchive},
			{do: 'write-file', path: 'stack-layers.sh', text: stackLayers},
			{
				do: 'command',
				argv: [
					'sh', 'stack-layers.sh',
					...(tree.path === undefined ? ['name', tree.image!] : ['path', tree.path]),
				],
				blames: 'recipe',
			},
		],
		makes: ['root.tar'],
		hints: ['tree.path in the recipe is an OCI layout (a folder), an OCI archive or a docker save archive (.tar); '
			+ 'tree.image is a name in a registry such as docker.io/library/debian:trixie'],
	};
}
