import type {Reporter, TestModule} from 'vitest/node';

/** The last line says how many tests passed and failed, in words any program can read. */
export default class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const results = modules.flatMap(module => [...module.children.allTests()]).map(test => test.result().state);
		const count = (state: string) => results.filter(result => result === state).length;
		// A file that could not even be loaded holds no tests, and is a failure all the same.
		const broken = modules.filter(module => !module.ok() && module.children.allTests().every(test => test.ok())).length;
		const line = `${count('passed')} passed, ${count('failed') + broken + errors.length} failed${count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''}\n`;
		// After the coverage table, which comes later.
		process.once('exit', () => {
			process.stdout.write(line);
		});
	}
}
