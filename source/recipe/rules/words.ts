import {problemOfIpWord} from '../ip-word.ts';
import {staysInInitramfs} from '../meaning.ts';
import {problemOfNfsrootWord} from '../nfsroot-word.ts';
import {pathText, type Path, type Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** Words of the kernel's command line. */
export function wordRules(recipe: Recipe): Problem[] {
	const {node, nodes} = recipe;
	const lists: Array<{path: Path; words: string[]; common: string[]}> = [
		{path: ['node', 'words'], words: node.words, common: []},
		...nodes.map(({words}, index) => ({path: ['nodes', index, 'words'], words, common: node.words})),
	];
	return lists.flatMap(({path, words, common}) => {
		const {length} = [...common, ...words].join(' ');
		const tooLong = words.length > 0 && length > commandLineRoom
			? [{path, sentence: `${pathText(path)} makes the command line ${length} characters long; the kernel cuts it off, so keep it below ${commandLineRoom}.`}]
			: [];
		return [...words.flatMap((word, index) => addressWordRule([...path, index], word)), ...(staysInInitramfs(recipe) ? words.flatMap((word, index) => rootWordRule([...path, index], word)) : []), ...tooLong];
	});
}

function addressWordRule(path: Path, word: string): Problem[] {
	const problem = word.startsWith('ip=') ? problemOfIpWord(word) : (word.startsWith('nfsroot=') ? problemOfNfsrootWord(word) : undefined);
	return problem === undefined ? [] : [{path, sentence: `${pathText(path)} is ${problem}.`}];
}

/** COMMAND_LINE_SIZE of x86 is 2048 with the final zero; the kernel cuts what is longer without a word. Our own words need some of it. */
const commandLineRoom = 1536;

/** In init/do_mounts.c, init_rootfs(): tmpfs only without root= and, if rootfstype= is given, with tmpfs in it; else ramfs, which has no limit. */
function rootWordRule(path: Path, word: string): Problem[] {
	const harmful = word.startsWith('root=') || (word.startsWith('rootfstype=') && !word.includes('tmpfs'));
	return harmful
		? [{path, sentence: `${pathText(path)} is ${word}, but this node stays in its initramfs: with that word the kernel makes the root file system a ramfs, which grows until memory is gone, instead of a tmpfs. Leave it out.`}]
		: [];
}
