import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {exitCodes, UserError} from '../../source/errors.ts';
import {serveOrders, type Carrying} from '../../source/helper/serve-orders.ts';
import {protocol, type Event, type Order} from './protocol.ts';

// A root helper that goes wrong when it is told to. The argument is a file for its last words.

const lastWords = process.argv[2];

async function carryOut(order: Order, {emit, signal}: Carrying<Event>): Promise<unknown> {
	switch (order.do) {
		case 'add': {
			return order.numbers.reduce((sum, number) => sum + number, 0);
		}

		case 'fail': {
			throw errorOf(order.how);
		}

		case 'die': {
			await sleep(order.after);
			process.kill(process.pid, order.signal);
			return sleep(10_000);
		}

		case 'exit': {
			process.stderr.write(`${order.says}\n`);
			// eslint-disable-next-line unicorn/no-process-exit -- that is what it is told to do
			process.exit(order.code);
		}

		// eslint-disable-next-line no-fallthrough -- nothing comes after the end
		case 'hang': {
			emit({event: 'pid', pid: process.pid});
			await new Promise<void>(resolve => {
				signal.addEventListener('abort', () => {
					resolve();
				});
			});
			return undefined;
		}

		case 'wait': {
			await sleep(order.milliseconds);
			return 'waited';
		}

		case 'flood': {
			for (let number = 0; number < order.events; number++) {
				emit({event: 'number', number});
			}

			return order.events;
		}

		case 'write': {
			process.stdout.write(order.text);
			return undefined;
		}

		case 'leave': {
			return spawn('sleep', [String(order.seconds)], {stdio: 'inherit'}).pid;
		}
	}
}

function errorOf(how: 'user' | 'bug' | 'file'): unknown {
	try {
		writeFileSync('/nothing/there', '');
	} catch (error) {
		return {
			file: error,
			user: new UserError('The port 69 is taken.', ['ss -lnup'], exitCodes.notReady),
			bug: new TypeError('nothing is as it should be'),
		}[how];
	}

	return undefined;
}

await serveOrders({input: process.stdin, output: process.stdout}, protocol, carryOut);
if (lastWords !== undefined) {
	writeFileSync(lastWords, 'ended in good order');
}
