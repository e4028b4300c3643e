import {defineConfig} from 'vitest/config';

// Tests that misbehave, for run-all.real.test.ts.
export default defineConfig({
	test: {include: ['test/run-all/cases/*.case.ts'], reporters: ['default', './test/run-all/count-reporter.ts']},
});
