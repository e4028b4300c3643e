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
		why: 'The tree goes into one archive with its owners, so that nothing after this needs root.',
		needs: [],
		reads: [`${tree.path!}/`],
		actions: [
			...writeLayers,
			{do: 'write-file', path: 'pack-folder.sh', text: packFolder},
			{do: 'command', argv: ['sh', 'pack-folder.sh', tree.path!], blames: 'recipe'},
		],
		makes: ['root.tar'],
		hints: ['tree.path in the recipe names the folder; its owners go along as they are'],
	};
}
