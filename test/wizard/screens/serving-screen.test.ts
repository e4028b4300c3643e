import {expect, onTestFinished, test} from 'vitest';
import {showServing} from '../../../source/wizard/serving-session.tsx';
import type {ServingView} from '../../../source/wizard/screens/serving-screen.tsx';
import {FakeTty} from '../../terminal/fake-tty.ts';
import {keys} from '../../terminal/keys.ts';

const rows = (count: number): ServingView['rows'] => Array.from({length: count}, (_, index) => ({
	mac: `52:54:00:00:00:${String(index).padStart(2, '0')}`, line: `√  node-${index + 1}`, standing: 'up' as const, below: [], isKnown: true, hasBootedOnce: false,
}));
const view: ServingView = {
	title: 'rambox on eth1, 192.168.24.1', totals: '2 nodes: 1 up, 1 silent', head: '   node', about: mac => [`all of ${mac}`], freeName: 'node-7', nameProblem: (_, name) => name === 'taken' ? 'taken is the name of another node.' : undefined,
	log: ['18:04:01  DHCPACK(eth1) 192.168.24.101', '18:04:02  192.168.24.101 fetched /rambox/1/vmlinuz  14 MB in 0.3 s'],
	rows: [...rows(1), {mac: '52:54:00:00:00:99', line: '?  kitchen', standing: 'silent', isKnown: true, hasBootedOnce: false, below: ['silent for 46 s', '→ Too little memory: the recipe needs 300 MiB, and may not unpack with less.']}],
};

async function open(shown: () => ServingView, [columns, lines] = [80, 24]) {
	const did: string[] = [];
	const tty = new FakeTty(columns, lines);
	const end = new AbortController();
	onTestFinished(() => {
		end.abort();
	});
	const outcome = showServing(shown, {stdin: tty.stdin, stdout: tty.stdout, env: {}, signal: end.signal}, {
		onAdopt(mac, name) {
			did.push(`${mac} is ${name}`);
		},
		onWake(mac) {
			did.push(`${mac} is woken`);
		},
		onBootAgain(mac) {
			did.push(`${mac} boots again`);
		},
		onRollback() {
			did.push('rolled back');
		},
	}).then(() => 'stopped', (error: unknown) => error);
	await tty.until('ramstrap');
	return {tty, outcome, did};
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
	const nothing = () => undefined;
	const outcome = showServing(() => view, {stdin: tty.stdin, stdout: tty.stdout, env: {}}, {onAdopt: nothing, onWake: nothing, onBootAgain: nothing, onRollback: nothing});
	await tty.until('node-1');
	tty.type('q');
	await outcome;
});

test('Ctrl-C is a stop like any other: nothing went wrong', async () => {
	const {tty, outcome} = await open(() => view);
	tty.type(keys.ctrl('c'));
	expect(await outcome).toBe('stopped');
});

const stranger = {...rows(8)[7]!, isKnown: false, line: '√  52:54:00:00:00:07'};

test('a stranger is adopted under a name that is asked', async () => {
	const {tty, did} = await open(() => ({...view, rows: [...view.rows, stranger]}));
	await tty.until('a adopt');
	tty.type('a');
	await tty.until('► node-7');
	tty.type(`${keys.ctrl('u')}taken\r`);
	await tty.until('! taken is the name of another node.');
	tty.type(`${keys.ctrl('u')}stove\r`);
	await tty.until('q stop serving');
	expect(did).toEqual(['52:54:00:00:00:07 is stove']);
	tty.type('a');
	await tty.until('► node-7');
	tty.type(keys.escape);
	await tty.until('q stop serving');
	expect(did).toHaveLength(1);
});

test('where all are known nothing is adopted', async () => {
	const {tty} = await open(() => view);
	tty.type('a');
	tty.type(keys.down);
	await tty.until('► ?  kitchen');
	expect(tty.text()).not.toContain('adopt');
});

test('one is opened to all that is known of it', async () => {
	const {tty} = await open(() => view);
	tty.type(`${keys.down}\r`);
	await tty.until('all of 52:54:00:00:00:99');
	tty.type(keys.escape);
	await tty.until('► ?  kitchen');
});

test('rolls back when u is pressed twice, and not otherwise', async () => {
	const {tty, did} = await open(() => view);
	tty.type('u');
	await tty.until('u again: machines boot the previous version');
	tty.type(keys.down);
	await tty.until('► ?  kitchen');
	expect(tty.text()).not.toContain('u again');
	tty.type('u');
	await tty.until('u again');
	tty.type('u');
	await expect.poll(() => did).toEqual(['rolled back']);
});

test('w wakes the machine under the pointer', async () => {
	const {tty, did} = await open(() => view);
	await tty.until('w wake');
	tty.type(`${keys.down}w`);
	await expect.poll(() => did).toEqual(['52:54:00:00:00:99 is woken']);
});

test('a machine that has booted once boots again when n is pressed twice; no other does', async () => {
	const [first, second] = view.rows;
	const {tty, did} = await open(() => ({...view, rows: [{...first!, line: '·  node-1', standing: 'from disk', hasBootedOnce: true}, second!]}), [60, 24]);
	await tty.until('n network boot');
	tty.type('n');
	await tty.until('n again: network boot next time; it may erase the disk.');
	// What was asked of the one does not count for the next.
	tty.type(`${keys.down}n`);
	await tty.until('► ?  kitchen');
	expect(tty.text()).not.toMatch(/n again|n network/);
	tty.type(`${keys.up}n`);
	await tty.until('n again');
	tty.type('n');
	await expect.poll(() => did).toEqual(['52:54:00:00:00:00 boots again']);
});

test.each([[1, '1 machine is on its way'], [2, '2 machines are on their way']])('q asks while %i on the way; Ctrl-C does not', async (count, says) => {
	const {tty, outcome} = await open(() => ({...view, rows: rows(count).map(row => ({...row, standing: 'on its way'}))}));
	tty.type('q');
	await tty.until(`! ${says}; q again stops serving.`);
	tty.type(count === 1 ? 'q' : keys.ctrl('c'));
	expect(await outcome).toBe('stopped');
});

test('every sign and key is explained', async () => {
	const {tty} = await open(() => view);
	tty.type('?');
	await tty.until('roll back: machines boot');
	tty.type(keys.escape);
	await tty.until('q stop serving');
});
