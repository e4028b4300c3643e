import process from 'node:process';

// Node writes what ran in every process that is started from here on; the test's own vitest counts.
if (process.env.RAMSTRAP_COVERAGE) {
	process.env.NODE_V8_COVERAGE = process.env.RAMSTRAP_COVERAGE;
}
