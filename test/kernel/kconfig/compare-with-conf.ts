import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {solve} from '../../../source/kernel/kconfig/solve/solve.ts';
import {loadTree} from '../../../source/run/kconfig-tree.ts';
import {prepareConf, type ConfMode} from '../conf.ts';
import {perturbed} from './seeds.ts';

type Case = {name: string; mode: ConfMode; input?: string};

export type Difference = {name: string; ours: string; theirs: string};

/**
Works out configurations of a whole kernel by ramstrap and by the kernel's own conf, whose every byte counts: all of
nothing, of everything and of modules, the configurations in test/kernel/fixtures, and as many at random as `seeds`.
*/
export async function compareWithConf(
	tree: string,
	{arch = 'x86_64', seeds}: {arch?: string; seeds: number},
): Promise<{compared: number; differences: Difference[]}> {
	const conf = await prepareConf(tree, arch);
	const cacheFolder = await mkdtemp(path.join(tmpdir(), 'ramstrap-kconfig-'));
	try {
		const environment = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
		const {kconfig} = await loadTree(tree, {arch, environment, cacheFolder});
		const model = modelOf(kconfig);
		const differences: Difference[] = [];
		let compared = 0;
		const compare = async ({name, mode, input}: Case): Promise<string> => {
			const theirs = await conf.run(mode, input);
			const ours = solve(model, mode, input);
			compared++;
			if (ours !== theirs) {
				differences.push({name, ours, theirs});
			}

			return theirs;
		};

		for (const mode of ['allnoconfig', 'allmodconfig', 'alldefconfig', 'allyesconfig'] as const) {
			await compare({name: mode, mode});
		}

		const known = await Promise.all(fixtures.map(async name => ({name, text: await readFile(`test/kernel/fixtures/${name}.config`, 'utf8')})));
		const inputs = [...known, ...Array.from({length: seeds}, (_, seed) => ({name: `seed ${seed}`, text: perturbed(known[seed % known.length]!.text, kconfig, seed)}))];
		for (const {name, text} of inputs) {
			const whole = await compare({name, mode: 'olddefconfig', input: text});
			await compare({name: `${name}, minimal`, mode: 'savedefconfig', input: whole});
		}

		return {compared, differences};
	} finally {
		await conf.close();
		await rm(cacheFolder, {recursive: true});
	}
}

const fixtures = ['debian-6.1.0-56-amd64', 'debian-6.1.0-56-cloud-amd64', 'netboot-x86_64'];

/** The first lines that are not the same. */
export function describeDifference({name, ours, theirs}: Difference): string {
	const [own, other] = [new Set(ours.split('\n')), new Set(theirs.split('\n'))];
	const lines = [...other.difference(own).values().map(line => `- ${line}`), ...own.difference(other).values().map(line => `+ ${line}`)];
	return [`${name} (- conf, + ramstrap)`, ...lines.slice(0, 20)].join('\n');
}

if (import.meta.main) {
	const {values: {tree, arch, seeds}} = parseArgs({options: {tree: {type: 'string', multiple: true}, arch: {type: 'string', default: 'x86_64'}, seeds: {type: 'string', default: '20'}}});
	if (tree === undefined) {
		throw new Error('npm run test:kconfig -- --tree linux-6.12 [--tree …] [--arch arm64] [--seeds 200]');
	}

	for (const folder of tree) {
		const {compared, differences} = await compareWithConf(path.resolve(folder), {arch, seeds: Number(seeds)});
		console.log([...differences.map(one => describeDifference(one)), `${folder}: ${compared - differences.length} of ${compared} are the same`].join('\n'));
		process.exitCode = differences.length > 0 ? 1 : process.exitCode;
	}
}
