import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
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
import {inTurns, type Turns} from './measure.ts';
import {ourWays} from './ours.ts';
import {barsOf, type Bar} from './picture.ts';
import {rehearsal, rehearsedRecipes} from './rehearsals.ts';
import {measureServing} from './serving.ts';
import {formatBuilds, formatGuests, medianOf, type BuildGroup} from './table.ts';
import {measureTerminal} from './terminal.ts';
import {unpackTree} from './tree.ts';

// What the README and the help texts claim: npm run bench -- [home] [--quick] [--only images,guests,rehearsals,serving,terminal]
// images, guests: the write-ups' own commands against ours on the same tree, and what is made so in a virtual machine; rehearsals:
// the bundled recipes over the whole chain; serving: our HTTP server against nginx; terminal: the built program (npm run build).
// home: a RAMSTRAP_HOME in which debian-tmpfs, debian-toram and debian-ram are built; without one, and without the variable, they are
// built in a temporary folder first. --quick: once instead of medians of three.
// Needs root for the loop mount of document 004, and rsync, cpio, xz and mkfs.ext2 for the documents' commands; an idle machine.
// The whole writes media/bench.txt and media/bench.svg. Ends with 1 where something failed, or a goal was missed.

const parts = ['images', 'guests', 'rehearsals', 'serving', 'terminal'] as const;
const {values: {quick, only}, positionals: [given = process.env.RAMSTRAP_HOME]} = parseArgs({
	allowPositionals: true,
	options: {quick: {type: 'boolean', default: false}, only: {type: 'string', default: parts.join(',')}},
});
const wanted = new Set(only.split(','));
const unknown = [...wanted].find(part => !(parts as readonly string[]).includes(part));
if (unknown !== undefined) {
	throw new Error(`--only ${unknown}: must be of ${parts.join(', ')}`);
}

const does = (part: (typeof parts)[number]) => wanted.has(part);
const folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-bench-'));
const below = (name: string) => path.join(folder, name);
const told: string[] = [];
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
	const ended = [...does('images') || does('guests') ? [await benchImages()] : [], ...does('rehearsals') ? [await benchRehearsals()] : []];
	const results: Results = {
		...Object.assign({}, ...ended.map(({results}) => results)) as Results,
		...(does('serving') && {serving: await measureServing()}),
		...(does('terminal') && {terminal: await measureTerminal('dist/ramstrap.cjs', below('user'))}),
	};
	const goals = compareWithGoals(results);
	tell(`\n${goals.join('\n')}`);
	const isWhole = parts.every(part => does(part));
	if (isWhole && !quick) {
		await writeFile('media/bench.txt', `${told.join('\n').trim()}\n`);
		await writeFile('media/bench.svg', barsOf(ended[0]!.bars));
	}

	return ended.some(({failed}) => failed) || goals.some(goal => goal.endsWith('MISSED') || (isWhole && goal.endsWith('not compared'))) ? 1 : 0;
}

type Ended = {results: Results; failed: boolean; bars: Bar[]};

async function benchImages(): Promise<Ended> {
	const home = given ? await findHome(path.resolve(given)) : await makeHome(below('home'), does('guests') ? ['debian-tmpfs', 'debian-toram', 'debian-ram'] : ['debian-tmpfs'], turns);
	const facts = await readFacts({cacheFolder: below('cache'), workFolder: folder});
	const tree = await unpackTree(home, below('tree'), turns.signal);
	const builds = await measureBuilds(home, ourWays(facts, home.release), {tree, documents: below('documents'), ours: below('ours'), turns});
	tell(`${tree.entries} files and folders, ${tree.mib} MiB; ${quick ? 'one run each' : 'medians of three runs in turns'}. Seconds are of this machine; what counts is the ratios.\n`);
	tell([...formatBuilds(groupsOf(builds)), ...builds.documents.flatMap(({way: {note}}) => note ?? [])].join('\n'));

	const guests = does('guests') ? await measureGuests(home, builds, {qemu: facts.tools['qemu-system-x86_64'], ours: below('ours'), consoles: below('consoles'), turns}) : [];
	if (does('guests')) {
		tell(`\nIn QEMU without acceleration, ${nodeMemory} MiB; seconds since the kernel started. Kernel and initramfs are in memory by then; what\nis fetched comes over HTTP within these seconds, and its SHA-256 is checked.\n`);
		tell(formatGuests(guests).join('\n'));
	}

	return {
		results: await resultsOf(builds, guests),
		failed: [...builds.documents, ...builds.ours, ...guests].some(({outcome}) => 'failed' in outcome),
		bars: guests.flatMap(({title, outcome}) => {
			const {root, up} = medianOf(outcome) ?? {};
			return root === undefined ? [] : [{title, root, up: up!}];
		}),
	};
}

async function benchRehearsals(): Promise<Ended> {
	const home = given ? path.resolve(given) : below('home');
	const outcomes = await inTurns(rehearsedRecipes.map(recipe => rehearsal(recipe, home, turns.signal)), turns);
	const medians = Object.fromEntries(rehearsedRecipes.map((recipe, index) => [recipe, medianOf(outcomes[index]!)]).filter(([, node]) => node !== undefined)) as NonNullable<Results['rehearsed']>;
	tell('\nIn rehearsals, BIOS, QEMU without acceleration; seconds since the machine was switched on.\n');
	for (const [recipe, {kernel, root, up, usedMiB, megabytes}] of Object.entries(medians)) {
		tell(`${recipe.padEnd(14)} kernel ${kernel.toFixed(1)}  root ${root.toFixed(1)}  up ${up.toFixed(1)}  ${usedMiB.toFixed(0)} MiB in use  ${megabytes.toFixed(1)} MB over the wire`);
	}

	return {results: {rehearsed: medians}, failed: outcomes.some(outcome => 'failed' in outcome), bars: []};
}

/** What is printed is also written. */
function tell(text: string): void {
	console.log(text);
	told.push(text);
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
