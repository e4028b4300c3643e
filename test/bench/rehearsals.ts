import {readFile} from 'node:fs/promises';
import process from 'node:process';
import {execa} from 'execa';
import type {RehearsalResult} from '../../source/rehearse/types.ts';
import type {Trial} from './measure.ts';

/**
Seconds since the machine was switched on, MiB in use and megabytes on the wire, of one node in a rehearsal. `kernel`:
its first word.
*/
export type Rehearsed = {kernel: number; root: number; up: number; usedMiB: number; megabytes: number};

export const rehearsedRecipes = ['rambox', 'rambox-tiny', 'debian-ram', 'debian-toram'] as const;
export type RehearsedRecipe = (typeof rehearsedRecipes)[number];

/**
Booted as a user would, and built where it is not yet: the whole chain in BIOS, with the program from the same source.
*/
export function rehearsal(recipe: RehearsedRecipe, home: string, signal: AbortSignal): Trial<Rehearsed> {
	return {name: `rehearse ${recipe}`, async run() {
		const env = {RAMSTRAP_HOME: home, npm_command: undefined};
		const {stdout} = await execa(process.execPath, ['--import', './test/bench/shell-as-text.ts', 'source/cli.ts', 'rehearse', recipe, '--json', '--keep'], {env, stdin: 'ignore', stderr: 'inherit', cancelSignal: signal});
		const {nodes: [node]} = JSON.parse(stdout.trim().split('\n').at(-1)!) as RehearsalResult;
		const {milestones, wire, memory, console: log} = node!;
		const spoke = /^ *(\d+\.\d).*Linux version/m.exec(await readFile(log, 'utf8'));
		return {
			kernel: Number(spoke![1]), root: milestones.root ?? milestones.up!, up: milestones.up!,
			usedMiB: memory!.usedKiB / 1024, megabytes: wire!.bytes / 1e6,
		};
	}};
}
