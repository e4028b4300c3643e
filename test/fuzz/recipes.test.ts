import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {expect, test} from 'vitest';
import {describeError} from '../../source/errors.ts';
import {recipeFacts} from '../../source/host/recipe-facts.ts';
import {resolvePaths} from '../../source/host/recipe-paths.ts';
import {makePlan} from '../../source/plan/plan.ts';
import {printPlan} from '../../source/plan/print.ts';
import {recipeFields} from '../../source/recipe/fields.ts';
import {formatRecipe} from '../../source/recipe/format.ts';
import {recipeWarnings} from '../../source/recipe/warnings.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import {recipeLabel} from '../../source/recipe/shape.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {knownNodes} from '../../source/services/known-nodes.ts';
import {renderIpxe} from '../../source/services/menus/ipxe.ts';
import {renderPxelinux} from '../../source/services/menus/pxelinux.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';
import {hostileFiles, randomRecipe} from './random-recipe.ts';

/** How many; RAMSTRAP_FUZZ_SEED=… is one of them alone, as a failure names it. */
const count = Number(process.env.RAMSTRAP_FUZZ ?? 500);
const only = process.env.RAMSTRAP_FUZZ_SEED;
const seeds = only === undefined ? Array.from({length: count}, (_, seed) => seed) : [Number(only)];
// Line feeds and tabs of scripts are none of what moves a cursor or ends a comment.
const control = /[^\P{Control}\t\n]|[\u{2028}\u{2029}]/u;

test(`${seeds.length} recipes: each is good or refused in sentences, and what is said and printed of it is plain text`, {timeout: 60_000 + (count * 60)}, () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-fuzz-'));
	for (const name of hostileFiles) {
		writeFileSync(path.join(folder, name), 'CONFIG_SMP=y\n# CONFIG_X is not set\nCONFIG_LOCALVERSION="-\'$(touch x)`touch x`\\\\"\nCONFIG_NR_CPUS=8\n');
	}

	const faults: string[] = [];
	const scripts = new Map<number, string>();
	let valid = 0;
	const printed: Recipe[] = [];
	for (const seed of seeds) {
		const text = randomRecipe(seed);
		const fault = (what: string) => {
			faults.push(`RAMSTRAP_FUZZ_SEED=${seed}: ${what}\n${JSON.stringify(text)}`);
		};

		try {
			const {outputs, script, recipe} = tryRecipe(text, folder);
			valid += recipe === undefined ? 0 : 1;
			const dirty = outputs.find(output => control.test(output));
			if (dirty !== undefined) {
				fault(`a control character in ${JSON.stringify(dirty.slice(Math.max(0, dirty.search(control) - 80), dirty.search(control) + 20))}`);
			}

			if (recipe !== undefined && script !== undefined) {
				scripts.set(seed, script);
				printed.push(recipe);
			}
		} catch (error) {
			fault((error as Error).stack ?? String(error));
		}
	}

	try {
		faults.push(...faultsOfScripts(scripts, folder));
	} finally {
		rmSync(folder, {recursive: true});
	}

	process.stdout.write(`${seeds.length} recipes, ${valid} of them valid, ${scripts.size} scripts\n`);
	expect(faults.slice(0, 5)).toEqual([]);
	if (only !== undefined) {
		return;
	}

	expect(valid / seeds.length).toBeGreaterThan(1 / 3);
	expect(untriedFields(printed)).toEqual([]);
});

test('a script that does something of its own before its first step would be found', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-fuzz-'));
	const good = '#!/bin/sh\n# a title\nset -eu\nif [ ! -d one ]; then\necho \'1. A title\'\nrm -rf one.partial; mkdir one.partial; cd one.partial\nfi\n';
	const scripts = [good, good.replace('# a title', '# a\n>x'), good.replace('set -eu', 'set -eu; touch x'), good.replace('\'1. A title\'', '1. "$(: >x)"'), good.replace('\nfi', ''), good.replace('rm -rf one.partial; ', ''), good.replace('echo', 'id; echo')];
	try {
		const faults = faultsOfScripts(new Map(scripts.map((script, seed) => [seed, script])), folder, ['set -eu']);
		expect(scripts.map((_, seed) => faults.some(fault => fault.startsWith(`RAMSTRAP_FUZZ_SEED=${seed}:`)))).toEqual([false, true, true, true, true, true, true]);
	} finally {
		rmSync(folder, {recursive: true});
	}
});

/** Those that no recipe with a plan had with a value of its own: what is printed of them was not tried. */
function untriedFields(recipes: readonly Recipe[]): string[] {
	const usual = parseRecipe('version: 1\nname: rambox\nstrategy: busybox-initramfs\n', {source: 'kitchen.yaml'});
	const names = recipeFields().map(field => field.path.join('.'));
	return names.filter(name => recipes.every(recipe => isDeepStrictEqual(valueAt(recipe, name), valueAt(usual, name))));
}

function valueAt(recipe: Recipe, name: string): unknown {
	return name.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], recipe);
}

/** Machines whose user may do all that a plan can ask for. */
const user = {root: true, sudo: false};
const kernel = debianFacts.kernels.default!;
const debian = {...debianFacts, user, kernels: {default: kernel, 'linux-image-amd64': kernel, 'linux-image-cloud-amd64': kernel}};
const fedora = {...fedoraFacts, user};

type Tried = {outputs: string[]; recipe?: Recipe; script?: string};

/**
What the program says: of a recipe that is refused its sentences, of a good one its plan in all forms and its menus.
*/
function tryRecipe(text: string, folder: string): Tried {
	const said: string[] = [];
	let recipe: Recipe;
	try {
		recipe = parseRecipe(text, {source: 'kitchen.yaml'});
	} catch (error) {
		return {outputs: sentencesOf(error)};
	}

	said.push(recipe.name, recipeLabel(recipe), ...recipeWarnings(recipe), formatRecipe(recipe));
	expect(parseRecipe(formatRecipe(recipe), {source: 'again.yaml'})).toEqual(recipe);
	try {
		const resolved = resolvePaths(recipe, folder);
		const facts = recipe.tree.release === undefined ? debian : fedora;
		const plan = makePlan(resolved, {...facts, ...recipeFacts(resolved, facts, '/nowhere')});
		const [script, plain, json] = (['sh', 'text', 'json'] as const).map(format => printPlan(plan, format, {memory: 512, budget: undefined}));
		expect(JSON.parse(json!)).toEqual(structuredClone(plan));
		const entries = [{words: []}, ...knownNodes(resolved)].map(({words}) => ({name: recipe.name, title: recipeLabel(recipe), kernel: `/${recipe.name}/vmlinuz`, initrd: '/initrd', words: [...plan.words, ...words]}));
		const menus = entries.flatMap(entry => [renderIpxe, renderPxelinux].map(render => render({server: 'http://192.168.24.1', entries: [entry], timeout: 3})));
		return {outputs: [...said, script!, plain!, json!, ...menus], recipe, script: script!};
	} catch (error) {
		return {outputs: [...said, ...sentencesOf(error)], recipe};
	}
}

/** @throws whatever would be exit 70 */
function sentencesOf(error: unknown): string[] {
	const {lines, exitCode} = describeError(error);
	if (exitCode !== 2 && exitCode !== 3) {
		throw error;
	}

	return lines;
}

/**
What stands above the first step of a script, but for its comments, is the same as in any other, so nothing of a recipe is in it; sh understands all of it; and where
the first program it calls, rm, ends it and no other can be found, it has said the title of the step and written nothing: so no
word of a recipe does anything before that, be it as a command, a redirection or a substitution.
*/
function faultsOfScripts(scripts: ReadonlyMap<number, string>, folder: string, usual = headOf(printPlan(makePlan(sampleRecipe(), debianFacts), 'sh'))): string[] {
	mkdirSync(`${folder}/empty`);
	const faults: string[] = [];
	for (const [seed, script] of scripts) {
		writeFileSync(`${folder}/${seed}.sh`, script);
		if (!isDeepStrictEqual(headOf(script), usual)) {
			faults.push(`RAMSTRAP_FUZZ_SEED=${seed}: ${headOf(script).join('\n')} stands above the first step`);
		}
	}

	const said = execFileSync('sh', ['-c', runner, 'sh', folder], {encoding: 'utf8', cwd: `${folder}/empty`, maxBuffer: 1024 ** 3});
	return [...faults, ...said.split('\n').filter(Boolean)];
}

function headOf(script: string): string[] {
	const lines = script.split('\n');
	return lines.slice(0, lines.findIndex(line => line.startsWith('if [ ! -d '))).filter(line => !line.startsWith('#'));
}

/** One shell for all; `PATH` is emptied only for what it sources. */
const runner = `
for script in "$1"/*.sh; do
	name=\${script##*/}
	sh -n "$script" 2>/dev/null || echo "RAMSTRAP_FUZZ_SEED=\${name%.sh}: sh does not understand it"
	said=$( (PATH=/nowhere; rm() { exit 99; }; . "$script") 2>/dev/null )
	code=$?
	title=$(sed -n "/^if \\[ ! -d /{n; p; q}" "$script")
	title=$( (PATH=/nowhere; eval "$title") 2>&1 )
	case $code:$said in
		"99:$title") ;;
		*) echo "RAMSTRAP_FUZZ_SEED=\${name%.sh}: ended with $code, and said $(echo "$said" | tr '\\n' ' ')" ;;
	esac
	for left in * .[!.]*; do
		[ ! -e "$left" ] || { echo "RAMSTRAP_FUZZ_SEED=\${name%.sh}: wrote $left"; rm -r "$left"; }
	done
done
`;
