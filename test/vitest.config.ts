import {readFile} from 'node:fs/promises';
import {defineConfig, type Plugin} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** The bundler turns shell scripts into strings (.ci/bundle.js); so do the tests. */
const shellAsText: Plugin = {
	name: 'shell-as-text',
	enforce: 'pre',
	async load(id) {
		return /\.(?:sh|pl)$/.test(id) ? `export default ${JSON.stringify(await readFile(id, 'utf8'))}` : undefined;
	},
};

const everything = 'test/**/*.test.{ts,tsx}';
/** Tests that start the built program, terminals, daemons or virtual machines. */
const real = ['test/journeys/**/*.test.ts', 'test/**/*trees.test.ts', 'test/rehearse/rehearse.test.ts', 'test/rehearse/broken*.test.ts', 'test/rehearse/variants.test.ts', 'test/rehearse/accelerator.test.ts', 'test/steps/init.test.ts', 'test/steps/dracut-module.test.ts', 'test/wizard/journey.test.ts', 'test/serve/{serve,crowd,troubles,versions}.test.ts', 'test/*/killed.test.ts', 'test/deploy/machine.test.ts', 'test/run/http-load.test.ts'];

/** The longest files first, so that the two that work side by side end at the same time. */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const isLongest = ({moduleId}: TestSpecification) => /test\/(?:journeys\/recipes|deploy\/machine)/.test(moduleId);
		const sorted = await super.sort(files);
		return [...sorted.filter(file => isLongest(file)), ...sorted.filter(file => !isLongest(file))];
	}
}

export default defineConfig({
	root: new URL('..', import.meta.url).pathname,
	plugins: [shellAsText],
	test: {
		reporters: ['default', './test/count-reporter.ts'],
		sequence: {sequencer: LongestFirst},
		projects: [
			{extends: true, test: {name: 'unit', include: [everything], exclude: real}},
			// Whole machines: two at a time, each with time enough on two slow cores. Files that share a home name their recipes differently.
			{extends: true, test: {name: 'real', include: real, globalSetup: './test/real-setup.ts', testTimeout: 300_000, hookTimeout: 300_000, maxWorkers: 2, sequence: {groupOrder: 1}}},
		],
		coverage: {
			provider: 'v8',
			include: ['source/{recipe,kernel,steps,services,strategies,plan}/**/*.ts'],
			exclude: ['**/types.ts'],
			reporter: ['text-summary', 'text'],
			thresholds: {statements: 97, branches: 93},
		},
	},
});
