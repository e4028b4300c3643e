import {mkdir, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {readFacts} from '../../source/host/facts.ts';
import {documentTrials, ourTrials, unpackTree, type Built} from './builds.ts';
import type {DocumentWay} from './documents.ts';
import {compareWithGoals} from './goals.ts';
import {boot, nodeMemory, type Booted} from './guest.ts';
import {guestWays} from './guests.ts';
import {findHome, makeHome, type Home} from './home.ts';
import {inTurns, type Outcome, type Trial} from './measure.ts';
import {ourWays, type OurWay} from './ours.ts';
import {formatBuilds, formatGuests, medianOf, type BuildGroup, type GuestRow} from './table.ts';

// The source documents' own commands against ours on the same tree: npm run bench -- [home] [--quick] [--no-guest]
// home: a RAMSTRAP_HOME in which debian-tmpfs and debian-toram are built; without one, and without the variable, both are
// built in a temporary folder first. --quick: once instead of medians of three. --no-guest: build times and sizes only.

const {values: {quick, 'no-guest': noGuest}, positionals: [given = process.env.RAMSTRAP_HOME]} = parseArgs({
	allowPositionals: true,
	options: {quick: {type: 'boolean', default: false}, 'no-guest': {type: 'boolean', default: false}},
});
const runs = quick ? 1 : 3;
const folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-bench-'));
const stopped = new AbortController();
const {signal} = stopped;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.once(name, () => {
		stopped.abort(new Error(`stopped by ${name}`));
	});
}

try {
	process.exitCode = await bench();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
} finally {
	await rm(folder, {recursive: true, force: true, maxRetries: 5});
}

async function bench(): Promise<number> {
	process.umask(0o022);
	const home = given ? await findHome(path.resolve(given)) : await makeHome(path.join(folder, 'home'), ['debian-tmpfs', ...(noGuest ? [] : ['debian-toram'])], {signal, say});
	const facts = await readFacts({cacheFolder: path.join(folder, 'cache'), workFolder: folder});
	const tree = await unpackTree(home, folder, signal);
	const documents = await documentTrials(home, tree, {folder: path.join(folder, 'documents'), signal});
	const ours = await ourTrials(home, ourWays(facts, home.release), {folder: path.join(folder, 'ours'), signal});
	const outcomes = await inTurns([...documents, ...ours].map(({trial}) => trial), {runs, signal, say});
	const built = new Map<DocumentWay | OurWay, Outcome<Built>>([...documents, ...ours].map(({way}, index) => [way, outcomes[index]!]));
	console.log(`${tree.entries} files and folders, ${tree.mib} MiB; ${quick ? 'one run each' : `medians of ${runs} runs in turns`}. Seconds are of this machine; what counts is the ratios.\n`);
	console.log(formatBuilds(groupsOf(built)).join('\n'));

	const qemu = facts.tools['qemu-system-x86_64'];
	const booted = noGuest ? [] : await bootAll(home, built, qemu);
	if (booted.length > 0) {
		console.log(`\nQEMU without acceleration, ${nodeMemory} MiB, seconds since the kernel started; kernel and initramfs are in its memory by then, images come over HTTP.\n`);
		console.log(formatGuests(booted).join('\n'));
	}

	console.log(`\n${compareWithGoals(await resultsOf(built, booted)).join('\n')}`);
	return [...built.values(), ...booted.map(({outcome}) => outcome)].some(outcome => 'failed' in outcome) ? 1 : 0;
}

function groupsOf(built: ReadonlyMap<DocumentWay | OurWay, Outcome<Built>>): BuildGroup[] {
	const rows = [...built].map(([way, outcome]) => ({way, outcome}));
	return rows.flatMap(({way: document, outcome}) => 'lines' in document ? [{
		document: {label: `document ${document.id}: ${document.title}`, outcome},
		ours: rows.flatMap(({way, outcome}) => 'against' in way && way.against.includes(document.id) ? [{label: `ours: ${way.title}`, outcome}] : []),
	}] : []);
}

async function bootAll(home: Home, built: ReadonlyMap<DocumentWay | OurWay, Outcome<Built>>, qemu: string | undefined): Promise<GuestRow[]> {
	const ways = guestWays(home, {
		documents: [...built.keys()].filter(way => 'lines' in way), ours: [...built.keys()].filter(way => 'against' in way),
		folder: path.join(folder, 'ours'), made: way => medianOf(built.get(way)!) !== undefined, signal,
	});
	const logs = path.join(folder, 'consoles');
	await mkdir(logs);
	const trials = ways.map((way, index): Trial<Booted> => {
		const name = `boot: ${way.title}`;
		if ('skipped' in way || qemu === undefined) {
			return {name, skipped: 'skipped' in way ? way.skipped : 'there is no qemu-system-x86_64: ramstrap doctor --install'};
		}

		let prepared: ReturnType<typeof way.prepare> | undefined;
		return {name, async run() {
			prepared ??= way.prepare();
			return boot(await prepared, {qemu, log: path.join(logs, `${index}.log`), signal});
		}};
	});
	const outcomes = await inTurns(trials, {runs, signal, say});
	return ways.map(({document, title}, index) => ({label: `${document ? `document ${document}` : 'ours'}: ${title}`, outcome: outcomes[index]!}));
}

async function resultsOf(built: ReadonlyMap<DocumentWay | OurWay, Outcome<Built>>, booted: readonly GuestRow[]) {
	const buildOf = (id: DocumentWay['id'] | OurWay['id']) => medianOf([...built].find(([way]) => way.id === id)![1]);
	const bootOf = (label: RegExp) => {
		const row = booted.find(row => label.test(row.label));
		return row && medianOf(row.outcome);
	};

	return {
		documentExt2: buildOf('004'), ourExt2: buildOf('ext2'),
		packedOnce: buildOf('embedded') && await isPackedOnce(path.join(folder, 'ours/embedded')),
		documentNested: bootOf(/document 001/), squashfs: bootOf(/squashfs/),
	};
}

/** The very bytes of the archive are in the initramfs. */
async function isPackedOnce(own: string): Promise<boolean> {
	const [initrd, archive] = await Promise.all([readFile(path.join(own, 'initramfs/initrd')), readFile(path.join(own, 'image/root.tar.zst'))]);
	return initrd.includes(archive);
}

function say(text: string): void {
	console.error(`${new Date().toTimeString().slice(0, 8)} ${text}`);
}
