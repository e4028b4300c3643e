import type {Problem} from './problem.ts';
import {consoleRules} from './rules/console.ts';
import {fixedAddressRules} from './rules/fixed-addresses.ts';
import {kernelRules} from './rules/kernel.ts';
import {networkRules} from './rules/network.ts';
import {nodeRules} from './rules/nodes.ts';
import {rootRules} from './rules/root.ts';
import {testRules} from './rules/tests.ts';
import {treeRules} from './rules/tree.ts';
import {wordRules} from './rules/words.ts';
import type {Recipe} from './schema.ts';

/** How fields that are right one by one must go together. */
export function brokenRules(recipe: Recipe): Problem[] {
	return [
		rootRules, treeRules, kernelRules, consoleRules, wordRules, fixedAddressRules, networkRules, nodeRules,
		testRules,
	].flatMap(rules => rules(recipe));
}
