import type {Facts} from '../../host/types.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Step} from '../types.ts';
import {writeLayers} from './layers.ts';
import packFolder from './pack-folder.sh';

/** Makes `tree/root.tar` of a folder. */
export function directoryStep({tree}: Recipe, _facts: Facts): Step {
	return {
		id: 'tree',
		title: 'Folder with the root file system',
		why: 'Packs the folder into one archive with its owners, so that later steps do not need root.',
		needs: [],
		reads: [`${tree.path!}/`],
		actions: [
			...writeLayers,
			{do: 'write-file', path: 'pack-folder.sh', text: packFolder},
			{do: 'command', argv: ['sh', 'pack-folder.sh', tree.path!], blames: 'recipe'},
		],
		makes: ['root.tar'],
		hints: ['tree.path in the recipe is the folder; file owners are kept'],
	};
}
