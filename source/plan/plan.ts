import {consoleWords} from '../kernel/command-line.ts';
import type {Facts} from '../host/types.ts';
import {recipeWarnings} from '../recipe/warnings.ts';
import {withOwnWords} from '../recipe/own-words.ts';
import type {Recipe} from '../recipe/schema.ts';
import {kernelTree} from '../steps/kernel-source.ts';
import {signedLoadersStep} from '../steps/signed-loaders.ts';
import type {Artifact, Step} from '../steps/types.ts';
import {strategyOf, wantedOf} from '../strategies/index.ts';
import {testWords} from '../strategies/test-words.ts';
import type {Artifacts} from '../strategies/types.ts';
import {kernelSteps} from '../strategies/kernel-steps.ts';
import {checkOrder} from './order.ts';

/**
Everything that will be done for a recipe, as data. The screens, the printer, the runner and the
tests read this one value.
*/
export type Plan = {
	name: string;
	strategy: Recipe['strategy'];
	steps: Step[];
	/** Of the boot server, in the order they are loaded; a folder for NFS comes last. */
	artifacts: Artifact[];
	/** The kernel's command line; what only the boot server knows (its own address) stands in angle brackets. */
	words: string[];
	/** What the recipe says that has no effect, or not the one that was meant. */
	warnings?: string[];
};

/** Only the kernel of a recipe, of whatever strategy, or only its configuration. */
export function makeKernelPlan(recipe: Recipe, facts: Facts, last: 'kernel-config' | 'kernel'): Plan {
	const steps = kernelSteps(wantedOf(recipe), facts);
	return {
		name: recipe.name,
		strategy: recipe.strategy,
		steps: checkOrder(steps.slice(0, steps.findIndex(({id}) => id === last) + 1)),
		artifacts: last === 'kernel' ? [{name: 'vmlinuz', path: 'kernel/vmlinuz'}] : [],
		words: [],
	};
}

/** Only the source of a kernel to be built. `tree`: its folder, as seen from that of the step. */
export function makeSourcePlan(recipe: Recipe, facts: Facts): {plan: Plan; tree: string} {
	const {step, tree} = kernelTree(recipe, facts);
	const steps = step ? checkOrder([step]) : [];
	return {plan: {name: recipe.name, strategy: recipe.strategy, steps, artifacts: [], words: []}, tree};
}

/** Same recipe and same facts, same plan, byte for byte. */
export function makePlan(recipe: Recipe, facts: Facts): Plan {
	const strategy = strategyOf(recipe);
	const warnings = recipeWarnings(recipe);
	return {
		name: recipe.name,
		strategy: recipe.strategy,
		steps: checkOrder([
			...strategy.steps(recipe, facts),
			...(recipe.server.uefi === 'grub' ? [signedLoadersStep(facts)] : []),
		]),
		artifacts: servedArtifacts(strategy.artifacts(recipe)),
		words: withOwnWords(
			[...consoleWords(recipe.node.console), ...strategy.words(recipe), ...testWords(recipe)],
			recipe.node.words,
		),
		...(warnings.length > 0 && {warnings}),
	};
}

function servedArtifacts({kernel, initrd, image, tree}: Artifacts): Artifact[] {
	return [kernel, initrd, image, tree].filter(artifact => artifact !== undefined);
}
