import {expect, onTestFinished, test} from 'vitest';
import {showServing} from '../../../source/wizard/serving-session.tsx';
import type {ServingView} from '../../../source/wizard/screens/serving-screen.tsx';
import {FakeTty} from '../../terminal/fake-tty.ts';
import {keys} from '../../terminal/keys.ts';

const rows = (count: number): ServingView['rows'] => Array.from({length: count}, (_, index) => ({
	mac: `52:54:00:00:00:${String(index).padStart(2, '0')}`, line: `√  node-${index + 1}`, standing: 'up' as const, below: [],
}));
const view: ServingView = {
	title: 'rambox on eth1, 192.168.24.1', totals: '2 nodes: 1 up, 1 silent', head: '   node', log: ['18:04:01  DHCPACK(eth1) 192.168.24.101', '18:04:02  192.168.24.101 fetched /rambox/1/vmlinuz  14 MB in 0.3 s'],
	rows: [...rows(1), {mac: '52:54:00:00:00:99', line: '?  kitchen', standing: 'silent', below: ['silent for 46 s', '→ Too little memory: the recipe needs 300 MiB, and may not unpack with less.']}],
};

async function open(shown: () => ServingView, [columns, lines] = [80, 24]) {
	const adopted: string[] = [];
	const tty = new FakeTty(columns, lines);
	const end = new AbortController();
	onTestFinished(() => {
		end.abort();
	});
	const outcome = showServing(shown, {stdin: tty.stdin, stdout: tty.stdout, env: {}, signal: end.signal}, mac => {
		adopted.push(mac);
	}).then(() => 'stopped', (error: unknown) => error);
	await tty.until('ramstrap');
	return {tty, outcome, adopted};
}

test.each([[80, 24], [60, 16], [120, 40]])('every machine on a line, what is wrong below it, and the log, in %ix%i', async (columns, lines) => {
	const {tty, outcome} = await open(() => view, [columns, lines]);
	await tty.until('fetched /rambox');
	for (const text of ['rambox on eth1', '√  node-1', '?  kitchen', 'silent for 46 s', '→ Too little memory', 'q stop serving']) {
		expect(tty.text()).toContain(text);
	}

	tty.type('q');
	expect(await outcome).toBe('stopped');
});

test('says what to do while nobody has asked', async () => {
	const {tty} = await open(() => ({...view, rows: [], totals: 'No node has asked yet.'}));
	await tty.until('Start a machine');
});

test('more machines than fit are scrolled through; what changes is drawn without a key', async () => {
	let count = 3;
	const {tty} = await open(() => ({...view, rows: rows(count)}), [60, 16]);
	await tty.until('node-3');
	count = 40;
	await tty.until('node-6');
	expect(tty.text()).not.toContain('node-40');
	tty.type(keys.end);
	await tty.until('node-40');
	expect(tty.text()).not.toContain('√  node-1\n');
});

test('keys are heard although an earlier reader has paused the terminal', async () => {
	const tty = new FakeTty();
	tty.stdin.pause();
	const outcome = showServing(() => view, {stdin: tty.stdin, stdout: tty.stdout, env: {}}, () => undefined);
	await tty.until('node-1');
	tty.type('q');
	await outcome;
});

test('Ctrl-C is a stop like any other: nothing went wrong', async () => {
	const {tty, outcome} = await open(() => view);
	tty.type(keys.ctrl('c'));
	expect(await outcome).toBe('stopped');
});

test('the first stranger is adopted with one key', async () => {
	const {tty, outcome, adopted} = await open(() => ({...view, stranger: '52:54:00:00:00:07'}));
	await tty.until('a adopt 52:54:00:00:00:07');
	tty.type('aq');
	await outcome;
	expect(adopted).toEqual(['52:54:00:00:00:07']);
});
