import {type ChildProcess, spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {formatCounts, type Progress} from './count-reporter.ts';
import {processesWith, surroundings} from './surroundings.ts';

// All tests: node test/run-all/run-all.ts [words for vitest]. They work in a folder of their own, and nothing they start outlives
// this command. What they leave behind fails the run, as does a test that hangs.

/**
Minutes without the end or the beginning of a test after which something hangs; the longest test, and the kernels before
the first, have less.
*/
const patience = Number(process.env.RAMSTRAP_TESTS_PATIENCE ?? 30);
/** Seconds from the last test to the end. Less where this itself is tested. */
const grace = Number(process.env.RAMSTRAP_TESTS_GRACE ?? 55);

process.exitCode = await runAll(process.argv.slice(2));

async function runAll(words: readonly string[]): Promise<number> {
	const before = surroundings();
	const folder = mkdtempSync('/tmp/ramstrap-tests-');
	// Servers that give up root must get in.
	chmodSync(folder, 0o755);
	const mark = `RAMSTRAP_TESTS=${folder}`;
	// What is built for the tests goes with the folder, after the runner has ended: hundreds of thousands of files.
	const built = path.join(folder, 'built');
	const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...(words.includes('--config') ? [] : ['--config', 'test/vitest.config.ts']), ...words], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		// Each file of a kernel is compiled once in a run; to keep what came of it takes a sixth of the time.
		env: {RAMSTRAP_TESTS_HOME: built, ...process.env, RAMSTRAP_TESTS: folder, TMPDIR: folder, CCACHE_DISABLE: '1', NODE_DISABLE_COMPILE_CACHE: '1'},
	});
	const {counts, troubles, interrupted} = await follow(vitest);
	const left = await endAll(mark);
	if (!interrupted && troubles.length === 0) {
		troubles.push(...left.map(({pid, command}) => `still running: process ${pid}, ${command}`), ...filesIn(folder, built));
	}

	try {
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	} catch (error) {
		troubles.push(`cannot be removed: ${String(error)}`);
	}

	troubles.push(...[...surroundings().difference(before)].map(line => `left behind: ${line}`));
	for (const trouble of troubles) {
		console.error(`✗ ${trouble}`);
	}

	process.stdout.write(formatCounts({...counts, failed: counts.failed + troubles.length}));
	return interrupted ? 130 : (counts.failed + troubles.length > 0 || vitest.exitCode !== 0 ? 1 : 0);
}

type Ended = {counts: {passed: number; failed: number; skipped: number}; troubles: string[]; interrupted: boolean};

/** Until it has ended, or has to be ended. */
async function follow(vitest: ChildProcess): Promise<Ended> {
	const result: Ended = {counts: {passed: 0, failed: 0, skipped: 0}, troubles: [], interrupted: false};
	const {promise: gone, resolve} = Promise.withResolvers<void>();
	vitest.once('exit', resolve);
	let hasEnded = false;
	let timer = setTimeout(resolve, patience * 60_000);
	let running: string[] = [];
	vitest.on('message', (progress: Progress) => {
		clearTimeout(timer);
		if (progress.event === 'ended') {
			result.counts = progress;
			hasEnded = true;
			timer = setTimeout(resolve, grace * 1000);
		} else {
			running = progress.running;
			timer = setTimeout(resolve, patience * 60_000);
		}
	});
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			result.interrupted = true;
			resolve();
		});
	}

	await gone;
	clearTimeout(timer);
	if (vitest.exitCode === null && vitest.signalCode === null && !result.interrupted) {
		result.troubles.push(hasEnded
			? `the test runner did not end within ${grace} seconds of its last test: something it started holds it`
			: `no test has begun or ended for ${patience} minutes; running: ${running.join('; ')}`);
	} else if (!hasEnded && !result.interrupted) {
		result.troubles.push(`the test runner ended (${vitest.signalCode ?? `code ${vitest.exitCode}`}) before its tests had`);
	}

	return result;
}

/** Ends whatever the tests started. @returns what was still there a moment after the runner's own end */
async function endAll(mark: string): Promise<Array<{pid: number; command: string}>> {
	let left = processesWith(mark);
	for (let tries = 0; tries < 20 && left.length > 0; tries++) {
		await sleep(100);
		left = processesWith(mark);
	}

	for (let tries = 0, rest = left; tries < 50 && rest.length > 0; tries++) {
		for (const {pid} of rest) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch {}
		}

		await sleep(100);
		rest = processesWith(mark);
	}

	return left;
}

/** What no test has removed, but what is kept for all of them. */
function filesIn(folder: string, kept: string): string[] {
	return readdirSync(folder).map(name => path.join(folder, name)).filter(file => file !== kept).map(file => `left behind: file ${file}`);
}
