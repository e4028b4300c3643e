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
/** `*.vm.test.ts` boots virtual machines; `*.real.test.ts` drives the built program, terminals, daemons and compilers. */
const real = 'test/**/*.{vm,real}.test.ts';

/** The longest files first, so that those that work side by side end at the same time: minutes on two idle cores. */
const minutes: Record<string, number> = {
	'deploy/machine': 4, 'matrix/dracut': 5, 'matrix/archives': 5, 'matrix/kernels': 4, 'matrix/rambox': 3, 'steps/dracut-module': 4,
	'rehearse/broken.vm': 3, 'rehearse/broken-dracut': 3, 'serve/troubles': 3, 'steps/init': 2, 'steps/tree/sources': 2, 'journeys/kernel': 2,
};

class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const minutesOf = ({moduleId}: TestSpecification) => Object.entries(minutes).find(([name]) => moduleId.includes(name))?.[1] ?? 0;
		return files.toSorted((a, b) => minutesOf(b) - minutesOf(a));
	}
}

export default defineConfig({
	root: new URL('..', import.meta.url).pathname,
	plugins: [shellAsText],
	test: {
		reporters: ['default', './test/run-all/count-reporter.ts'],
		sequence: {sequencer: LongestFirst},
		projects: [
			// Milliseconds each, in processes that load the source once; some of them wait for processes, so there are more than two. The limit is for a machine that is busy with other things.
			{extends: true, test: {name: 'unit', include: [everything], exclude: [real], testTimeout: 30_000, isolate: false, maxWorkers: 4}},
			// Whole machines: two at a time, each with time enough on two slow cores. Files that share a home name their recipes differently.
			{extends: true, test: {name: 'real', include: [real], globalSetup: './test/real-setup.ts', testTimeout: 300_000, hookTimeout: 300_000, maxWorkers: 2, sequence: {groupOrder: 1}}},
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
