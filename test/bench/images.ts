import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {readFacts} from '../../source/host/facts.ts';
import {measureBuilds, type Builds} from './builds.ts';
import {compareWithGoals, type Results} from './goals.ts';
import {nodeMemory} from './guest.ts';
import {measureGuests, type GuestOutcome} from './guests.ts';
import {findHome, makeHome} from './home.ts';
import type {Turns} from './measure.ts';
import {ourWays} from './ours.ts';
import {formatBuilds, formatGuests, medianOf, type BuildGroup} from './table.ts';
import {unpackTree} from './tree.ts';

// The source documents' own commands against ours on the same tree: npm run bench -- [home] [--quick] [--no-guest]
// home: a RAMSTRAP_HOME in which debian-tmpfs and debian-toram are built; without one, and without the variable, both are
// built in a temporary folder first. --quick: once instead of medians of three. --no-guest: build times and sizes only.
// Needs root for the loop mount of document 004, and rsync, cpio, xz and mkfs.ext2 for the documents' commands.

const {values: {quick, 'no-guest': noGuest}, positionals: [given = process.env.RAMSTRAP_HOME]} = parseArgs({
	allowPositionals: true,
	options: {quick: {type: 'boolean', default: false}, 'no-guest': {type: 'boolean', default: false}},
});
const folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-bench-'));
const below = (name: string) => path.join(folder, name);
const stopped = new AbortController();
const turns: Turns = {runs: quick ? 1 : 3, signal: stopped.signal, say};
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	// Not once: with no listener left, execa's own ends this process before anything is cleared away.
	process.on(name, () => {
		stopped.abort(new Error(`Stopped by ${name}.`));
	});
}

try {
	process.exitCode = await bench();
} catch (error) {
	console.error(stopped.signal.aborted ? (stopped.signal.reason as Error).message : (error as Error).message);
	process.exitCode = 1;
} finally {
	await rm(folder, {recursive: true, force: true, maxRetries: 5});
}

async function bench(): Promise<number> {
	process.umask(0o022);
	const home = given ? await findHome(path.resolve(given)) : await makeHome(below('home'), noGuest ? ['debian-tmpfs'] : ['debian-tmpfs', 'debian-toram'], turns);
	const facts = await readFacts({cacheFolder: below('cache'), workFolder: folder});
	const tree = await unpackTree(home, below('tree'), turns.signal);
	const builds = await measureBuilds(home, ourWays(facts, home.release), {tree, documents: below('documents'), ours: below('ours'), turns});
	console.log(`${tree.entries} files and folders, ${tree.mib} MiB; ${quick ? 'one run each' : 'medians of three runs in turns'}. Seconds are of this machine; what counts is the ratios.\n`);
	console.log([...formatBuilds(groupsOf(builds)), ...builds.documents.flatMap(({way: {note}}) => note ?? [])].join('\n'));

	const guests = noGuest ? [] : await measureGuests(home, builds, {qemu: facts.tools['qemu-system-x86_64'], ours: below('ours'), consoles: below('consoles'), turns});
	if (!noGuest) {
		console.log(`\nIn QEMU without acceleration, ${nodeMemory} MiB; seconds since the kernel started. Kernel and initramfs are in memory by then; what\nis fetched comes over HTTP within these seconds, and its SHA-256 is checked.\n`);
		console.log(formatGuests(guests).join('\n'));
	}

	console.log(`\n${compareWithGoals(await resultsOf(builds, guests)).join('\n')}`);
	return [...builds.documents, ...builds.ours, ...guests].some(({outcome}) => 'failed' in outcome) ? 1 : 0;
}

function groupsOf({documents, ours}: Builds): BuildGroup[] {
	return documents.map(({way: {id, title}, outcome}) => ({
		document: {title: `document ${id}: ${title}`, outcome},
		ours: ours.filter(({way}) => way.against.includes(id)).map(own => ({title: `ours: ${own.way.title}`, outcome: own.outcome})),
	}));
}

async function resultsOf({documents, ours}: Builds, guests: readonly GuestOutcome[]): Promise<Results> {
	const build = (id: string) => [...documents, ...ours].filter(({way}) => way.id === id).map(({outcome}) => medianOf(outcome))[0];
	const boot = (id: string) => guests.filter(({way}) => way === id).map(({outcome}) => medianOf(outcome))[0];
	return {
		documentExt2: build('004'), ourExt2: build('ext2'),
		packedOnce: build('embedded') && await isPackedOnce(below('ours/embedded')),
		documentNested: boot('001'), squashfs: boot('squashfs'), ram: boot('ram'),
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
