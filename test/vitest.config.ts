import {readFile} from 'node:fs/promises';
import process from 'node:process';
import {defineConfig, type Plugin} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** The bundler turns shell scripts into strings (.ci/bundle.js); so do the tests. */
const shellAsText: Plugin = {
	name: 'shell-as-text',
	enforce: 'pre',
	async load(id) {
		return /\.(?:sh|bash|zsh|fish|pl)$/.test(id) ? `export default ${JSON.stringify(await readFile(id, 'utf8'))}` : undefined;
	},
};

const everything = 'test/**/*.test.{ts,tsx}';
/**
`*.vm.test.ts` boots virtual machines; `*.real.test.ts` drives the built program, terminals, daemons and compilers.
*/
const real = 'test/**/*.{vm,real}.test.ts';
/** `npm run test:matrix` has these as well: hours. */
const onlyInMatrix = process.env.RAMSTRAP_MATRIX === 'all' ? [] : ['test/matrix/hosts.vm.test.ts', 'test/matrix/purposes.vm.test.ts'];

/** The longest files first, so that those that work side by side end at the same time: minutes on two idle cores. */
const minutes: Record<string, number> = {
	'matrix/dracut': 6, 'matrix/archives': 3.5, 'steps/tree/sources': 3, 'package/package': 2.5, 'deploy/machine': 2.5, 'matrix/rambox': 2.2, 'journeys/build': 2, 'matrix/burn-in': 1.8, 'journeys/terminal': 1.4,
	'steps/hostile': 1.1, 'serve/troubles': 1, 'steps/init': 1, 'serve/serve': 1, 'journeys/rehearse': 1,
	'journeys/kernel': 5, 'rehearse/broken.vm': 3.3, 'steps/dracut-module': 2.8, 'rehearse/broken-dracut': 2, 'matrix/kernels': 1.5,
};

/** Those that wait for kernels from source (kernels-built.ts) come last. */
const onKernels = ['steps/dracut-module', 'rehearse/broken', 'rehearse/variants', 'journeys/kernel', 'matrix/kernels', 'test/kernel/'];

class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const minutesOf = ({moduleId}: TestSpecification) => Object.entries(minutes).find(([name]) => moduleId.includes(name))?.[1] ?? 0;
		const waits = ({moduleId}: TestSpecification) => Number(onKernels.some(name => moduleId.includes(name)));
		return files.toSorted((a, b) => waits(a) - waits(b) || minutesOf(b) - minutesOf(a));
	}
}

export default defineConfig({
	root: new URL('..', import.meta.url).pathname,
	plugins: [shellAsText],
	test: {
		reporters: ['default', './test/run-all/count-reporter.ts'],
		sequence: {sequencer: LongestFirst},
		// What is waited for comes soon, or not at all; but a machine that is busy with other tests has been seen to take minutes.
		expect: {poll: {timeout: 180_000}},
		projects: [
			// Milliseconds each, in processes that load the source once; some of them wait for processes, so there are
			// more than two. The limit is for a machine that is busy with other things.
			{extends: true, test: {name: 'unit', include: [everything], exclude: [real], testTimeout: 400_000, hookTimeout: 400_000, isolate: false, maxWorkers: 4}},
			// Whole machines and compilers; three at a time, as there are moments at which one waits. The limit is for what hangs,
			// the same for all: no test knows how fast this machine is. Files that share a home name their recipes differently.
			{extends: true, test: {name: 'real', include: [real], exclude: onlyInMatrix, globalSetup: './test/real-setup.ts', setupFiles: ['./test/run-all/cover-processes.ts', './test/run-all/tell-what-ran.ts'], testTimeout: 900_000, hookTimeout: 900_000, maxWorkers: 3, sequence: {groupOrder: 1}}},
		],
		coverage: {
			provider: 'v8',
			include: ['source/{recipe,kernel,steps,services,strategies,purpose,plan,boots}/**/*.ts'],
			exclude: ['**/types.ts'],
			reporter: ['text-summary', 'text'],
			thresholds: {statements: 97, branches: 93},
		},
	},
});
