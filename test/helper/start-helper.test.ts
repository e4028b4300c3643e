import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, onTestFinished, test} from 'vitest';
import {exitCodes, UserError} from '../../source/errors.ts';
import {endedError} from '../../source/helper/ended.ts';
import {startHelper, type HelperOptions} from '../../source/helper/start-helper.ts';
import {protocol, type Event} from './protocol.ts';

const helperArgv = [process.execPath, 'test/helper/helper.ts'];

/** Each test has a helper of its own, which is a process. */
function start(options: Partial<HelperOptions> = {}, onEvent: (event: Event) => void = () => undefined) {
	const usual: HelperOptions = {argv: helperArgv, isOurs: true, patience: 5000, hints: ['ramstrap doctor']};
	const helper = startHelper({...usual, ...options}, protocol, onEvent);
	onTestFinished(async () => {
		await helper.stop();
	});
	return helper;
}

const notReady = (message: string | RegExp, hints = ['ramstrap doctor']) => expect.objectContaining({
	name: 'UserError', message: expect.stringMatching(message) as string, hints, exitCode: exitCodes.notReady,
}) as UserError;

/** A script in place of a helper. */
const script = (text: string) => ({argv: ['sh', '-c', text]});

describe('orders', () => {
	test('are answered each on its own, side by side; events come before the answer that follows them', async () => {
		const heard: number[] = [];
		const helper = start({}, event => {
			heard.push(event.event === 'number' ? event.number : 0);
		});
		const slow = helper.order({do: 'wait', milliseconds: 200});
		const sums = await Promise.all([1, 2, 3].map(async number => helper.order({do: 'add', numbers: [number, 10]})));
		expect(sums).toEqual([11, 12, 13]);
		expect(await helper.order({do: 'flood', events: 3})).toBe(3);
		expect(heard).toEqual([0, 1, 2]);
		expect(await slow).toBe('waited');
	});

	test('that fail carry the sentence, the hints and the exit code, and harm no other order', async () => {
		const helper = start();
		const taken = new UserError('The port 69 is taken.', ['ss -lnup'], exitCodes.notReady);
		await expect(helper.order({do: 'fail', how: 'user'})).rejects.toEqual(taken);
		const file = helper.order({do: 'fail', how: 'file'});
		await expect(file).rejects.toMatchObject({exitCode: exitCodes.notReady});
		await expect(file).rejects.toThrow('/nothing/there');
		const bug = helper.order({do: 'fail', how: 'bug'});
		await expect(bug).rejects.toMatchObject({exitCode: exitCodes.bug});
		await expect(bug).rejects.toThrow('nothing is as it should be');
		expect(await helper.order({do: 'add', numbers: [1, 2]})).toBe(3);
	});

	test('that hang are given up after their time; a late answer is passed over', async () => {
		const helper = start();
		await helper.order({do: 'add', numbers: []});
		const late = notReady(/^The root helper did not answer the order "hang" within 0\.1 s\.$/, []);
		await expect(helper.order({do: 'hang'}, {seconds: 0.1})).rejects.toEqual(late);
		const soon = helper.order({do: 'wait', milliseconds: 100}, {seconds: 0.05});
		await expect(soon).rejects.toEqual(notReady('did not answer', []));
		expect(await helper.order({do: 'wait', milliseconds: 200})).toBe('waited');
	});

	test('of many megabytes arrive whole, and so do very many events', async () => {
		let heard = 0;
		const helper = start({}, () => {
			heard++;
		});
		expect(await helper.order({do: 'add', numbers: Array.from({length: 2_000_000}, () => 1)})).toBe(2_000_000);
		expect(await helper.order({do: 'flood', events: 50_000})).toBe(50_000);
		expect(heard).toBe(50_000);
	});
});

describe('a helper that ends', () => {
	test('before, during and after an order: each is settled, with what it said last', async () => {
		const dead = start(script('echo first >&2; echo "no namespaces here" >&2; exit 4'));
		const message = 'The root helper ended with exit code 4.\n  │ first\n  │ no namespaces here';
		await expect(dead.order({do: 'hang'})).rejects.toEqual(notReady(message));
		await expect(dead.order({do: 'hang'})).rejects.toEqual(notReady(message));

		const killed = start();
		const both = [killed.order({do: 'hang'}), killed.order({do: 'die', signal: 'SIGKILL', after: 50})];
		for (const {reason} of await Promise.allSettled(both) as PromiseRejectedResult[]) {
			expect(reason).toEqual(notReady(/^The root helper was ended by SIGKILL/));
		}

		const exited = start({name: 'The private test network'});
		expect(await exited.order({do: 'add', numbers: [1]})).toBe(1);
		const ended = notReady(/^The private test network ended\.$/);
		await expect(exited.order({do: 'exit', code: 0, says: ''})).rejects.toEqual(ended);
		await expect(exited.order({do: 'add', numbers: [1]})).rejects.toEqual(ended);
	});

	test('is noticed also where what it started keeps its pipes open', async () => {
		const helper = start();
		const left = await helper.order({do: 'leave', seconds: 60});
		onTestFinished(() => {
			process.kill(left);
		});
		await expect(helper.order({do: 'die', signal: 'SIGKILL', after: 0})).rejects.toEqual(notReady('SIGKILL'));
	});

	test('in the middle of a line: half an answer is none', async () => {
		const half = start(script('printf %s \'{"id":1,"answer":3\''));
		await expect(half.order({do: 'hang'})).rejects.toEqual(notReady(/^The root helper ended\.$/));
	});

	test('because there is no sudo, which is all that is to be said', () => {
		const about = {name: 'The root helper', program: 'sudo', hints: ['run it as root']};
		const missing = new UserError('This needs root, and sudo is not installed.', ['run it as root'], exitCodes.notReady);
		expect(endedError({code: 'ENOENT', stderr: ''}, about)).toEqual(missing);
	});

	test('or never began', async () => {
		const never = start({argv: ['/nothing/there']});
		await expect(never.order({do: 'hang'})).rejects.toEqual(notReady(/^The root helper could not be started: /));
	});
});

describe('a helper that talks nonsense settles every order with one clear error, and ends', () => {
	test.each([
		['no JSON', 'Welcome to this machine'],
		['JSON that is no line of ours', '{"weather":"fine"}'],
		['an event that nobody knows', '{"event":{"event":"rain"}}'],
		['an answer to what was never asked', '{"id":99,"answer":1}'],
	])('%s', async (_, text) => {
		const helper = start();
		const both = [helper.order({do: 'hang'}), helper.order({do: 'write', text: `${text}\n`})];
		const message = `The root helper wrote something that it should not write: ${JSON.stringify(text)}.`;
		for (const {reason} of await Promise.allSettled(both) as PromiseRejectedResult[]) {
			expect(reason).toEqual(new UserError(message, [], exitCodes.notReady));
		}
	});

	test('an answer of another kind concerns its own order only', async () => {
		const helper = start();
		// Listened to from the start: it may be refused before the next line.
		const first = expect(helper.order({do: 'hang'})).rejects.toEqual(notReady('should not write', []));
		await helper.order({do: 'add', numbers: []});
		await helper.order({do: 'write', text: '{"id":1,"answer":"rain"}\n'});
		await first;
		expect(await helper.order({do: 'add', numbers: [1]})).toBe(1);
	});

	test('a line without an end', async () => {
		const endless = start(script(String.raw`yes | tr -d '\n'`));
		await expect(endless.order({do: 'hang'})).rejects.toEqual(notReady('should not write: "yyyy', []));
	});
});

describe('nonsense that the helper is told', () => {
	const told = 'The process that started the root helper wrote something that it should not write';

	test.each(['no JSON', '{"id":1}', '{"id":1,"order":{"do":"dance"}}', '{"order":{"do":"hang"}}'])('%s', async text => {
		const child = spawn(process.execPath, helperArgv.slice(1), {stdio: ['pipe', 'pipe', 'inherit']});
		child.stdin.write(`{"id":1,"order":{"do":"add","numbers":[1]}}\n${text}\n`);
		const lines = await child.stdout.setEncoding('utf8').toArray() as string[];
		const said = lines.join('').trim().split('\n').map(line => JSON.parse(line) as unknown);
		expect(said).toEqual(expect.arrayContaining([
			{id: 1, answer: 1},
			{error: {message: `${told}: ${JSON.stringify(text)}.`, hints: [], exitCode: 3}},
		]));
	});
});

describe('the helper ends in good order', () => {
	const lastWords = () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-helper-'));
		onTestFinished(() => {
			rmSync(folder, {recursive: true});
		});
		return path.join(folder, 'last-words');
	};

	test('when it is told to', async () => {
		const file = lastWords();
		const helper = start({argv: [...helperArgv, file]});
		const hanging = helper.order({do: 'hang'});
		await helper.order({do: 'add', numbers: []});
		await helper.stop();
		expect(existsSync(file)).toBe(true);
		await expect(hanging).resolves.toBe(undefined);
	});

	test('when its parent was killed', async () => {
		const file = lastWords();
		const parent = spawn(process.execPath, ['test/helper/parent.ts', file], {stdio: ['ignore', 'pipe', 'inherit']});
		const [said] = await once(parent.stdout.setEncoding('utf8'), 'data') as [string];
		const {pid} = JSON.parse(said) as {pid: number};
		expect(existsSync(`/proc/${pid}`)).toBe(true);
		parent.kill('SIGKILL');
		await expect.poll(() => existsSync(file), {timeout: 10_000}).toBe(true);
		await expect.poll(() => existsSync(`/proc/${pid}`), {timeout: 10_000}).toBe(false);
	});

	test('and by force where it does not', async () => {
		const began = performance.now();
		const helper = start({...script('trap "" TERM; sleep 60'), patience: 100});
		await helper.stop();
		expect(performance.now() - began).toBeLessThan(20_000);
		await expect(helper.order({do: 'hang'})).rejects.toEqual(notReady('SIGKILL'));
	});
});
