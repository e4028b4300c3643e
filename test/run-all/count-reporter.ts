import type {Reporter, TestModule} from 'vitest/node';

/** What whoever started the tests is told while they run, and when the last one has ended. */
export type Progress = {event: 'test'; running: string[]} | {event: 'ended'; passed: number; failed: number; skipped: number};

/** Counts what passed and failed. run-all.ts says it in the last line; without it, this does. */
export default class CountReporter implements Reporter {
	readonly #running = new Set<string>();

	#begin(name: string): void {
		this.#running.add(name);
		this.#tell({event: 'test', running: [...this.#running]});
	}

	#end(name: string): void {
		this.#running.delete(name);
		this.#tell({event: 'test', running: [...this.#running]});
	}

	#tell(progress: Progress): void {
		process.send?.(progress);
	}

	// A worker that hangs never says which of its tests began; its file is known before.
	onTestModuleQueued(module: Named): void {
		this.#begin(nameOf(module));
	}

	onTestModuleEnd(module: Named): void {
		this.#end(nameOf(module));
	}

	onTestCaseReady({module, fullName}: {module: Named; fullName: string}): void {
		this.#begin(`${nameOf(module)}: ${fullName}`);
	}

	onTestCaseResult({module, fullName}: {module: Named; fullName: string}): void {
		this.#end(`${nameOf(module)}: ${fullName}`);
	}

	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const results = modules.flatMap(module => [...module.children.allTests()]).map(test => test.result().state);
		const count = (state: string) => results.filter(result => result === state).length;
		// A file that could not even be loaded holds no tests, and is a failure all the same.
		const broken = modules.filter(module => !module.ok() && module.children.allTests().every(test => test.ok())).length;
		const counts = {passed: count('passed'), failed: count('failed') + broken + errors.length, skipped: count('skipped')};
		this.#tell({event: 'ended', ...counts});
		if (!process.send) {
			// After the coverage table, which comes later.
			process.once('exit', () => {
				process.stdout.write(formatCounts(counts));
			});
		}
	}
}

/** In words that any program can read. */
export function formatCounts({passed, failed, skipped}: {passed: number; failed: number; skipped: number}): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
}

type Named = {moduleId: string};

const nameOf = ({moduleId}: Named): string => moduleId.replace(/^.*\/test\//, 'test/');
