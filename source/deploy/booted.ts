import {execa} from 'execa';
import {isTestDownload} from '../services/test-download.ts';
import {bootFileAt} from '../publish/site.ts';
import type {Booted, History} from '../serve/history.ts';
import type {Milestone} from '../strategies/types.ts';
import {placesOf} from './places.ts';

/**
What machines booted of a deployed recipe, as far back as the machine's journal goes. Nothing where nobody may read
that.
*/
export async function readBooted(recipe: string): Promise<History> {
	const {stdout} = await execa(
		'journalctl',
		['--quiet', '--output=json', '--output-fields=MESSAGE', '--unit', placesOf(recipe).units.http],
		{reject: false, stderr: 'ignore', maxBuffer: 50_000_000},
	);
	return historyOf((stdout ?? '').split('\n').flatMap(line => readEntry(line)));
}

/** Nothing for a line that was cut off, or a message that is no text. */
function readEntry(line: string): JournalEntry[] {
	try {
		const entry = JSON.parse(line) as JournalEntry;
		return typeof entry.MESSAGE === 'string' ? [entry] : [];
	} catch {
		return [];
	}
}

/** As `journalctl --output=json` has it; the time in microseconds. */
export type JournalEntry = {MESSAGE: string; __REALTIME_TIMESTAMP: string};

/**
From what the HTTP service writes, see `serveSettings`: a kernel goes to an address, and what has that address says who
it is.
*/
export function historyOf(entries: readonly JournalEntry[]): History {
	const kernels = new Map<string, Kernel>();
	const history: Record<string, Booted> = {};
	for (const {MESSAGE: text, __REALTIME_TIMESTAMP: time} of entries) {
		const at = Number(time) / 1000;
		const fetched = fetchedKernel(text);
		if (fetched) {
			kernels.set(fetched.asker, {version: fetched.version, at});
		}

		const [, address = '', mac = '', said = '', more] = reportForm.exec(text) ?? [];
		const kernel = kernels.get(address);
		if (kernel && isMilestone(said)) {
			const seconds = Math.round((at - kernel.at) / 100) / 10;
			const tested = more === undefined ? {} : {tested: more};
			history[mac] = {...beginning(kernel, address), reached: said, seconds, ...tested};
		} else if (kernel && said === 'failed' && more !== undefined) {
			const before = history[mac]?.began === beganAt(kernel) ? history[mac] : undefined;
			const {reached, seconds} = before ?? {reached: 'none', seconds: 0};
			history[mac] = {...beginning(kernel, address), reached, seconds, failure: more};
		}
	}

	return history;
}

type Kernel = {version: string; at: number};

function fetchedKernel(text: string): {asker: string; version: string} | undefined {
	const [, asker = '', path = ''] = /^([\d.]+) GET (\S+) 200 /.exec(text) ?? [];
	const file = isTestDownload(path) ? undefined : bootFileAt(path.split('?', 1)[0]!);
	return file?.file === 'kernel' ? {asker, version: `${file.recipe}/${file.version}`} : undefined;
}

const beginning = (kernel: Kernel, address: string): Pick<Booted, 'address' | 'version' | 'began'> =>
	({address, version: kernel.version, began: beganAt(kernel)});

const beganAt = ({at}: Kernel): string => new Date(at).toISOString();

/**
As `serveSettings` writes it: address, MAC, what is reported; of a failure the reason, of a node that is up what it has
tested.
*/
const reportForm = /^([\d.]+) ((?:[\da-f]{2}:){5}[\da-f]{2}) reports ([a-z]+)(?:: (\P{Control}+))?$/u;

/** Nodes report other things, too. */
const isMilestone = (word: string): word is Milestone =>
	['init', 'network', 'image', 'verified', 'root', 'up'].includes(word);
