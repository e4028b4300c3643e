import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {keys} from '../test/terminal/keys.ts';
import {Pty} from '../test/terminal/pty.ts';
import {frameOf, movieOf, svgOf, type Frame} from './svg.ts';

// Makes the pictures of the readme and the documents from the program itself:
// node media/screenshots.ts [LINUX-SOURCE] [program] [folder]; those of the kernel menu only of a source.

/** A walk from the first screen: what is typed, and the text that must then be seen. */
type Picture = {
	file: string;
	title: string;
	walk: Array<[typed: string, seen: string]>;
	/** Words of the command line. */
	args?: string[];
	size?: {columns: number; rows: number};
};

const here = path.dirname(fileURLToPath(import.meta.url));
const [source, program = path.join(here, '../dist/ramstrap.cjs'), folder = here] = process.argv.slice(2);

const toQuestion: Picture['walk'] = [['', '► New recipe'], [keys.enter, 'step 1 of']];
const toReview: Picture['walk'] = [...toQuestion, [keys.down, '► Repair a PC'], [keys.tab, '► Go: save']];
const toAdvice: Picture['walk'] = [
	...toQuestion, [keys.enter, 'step 2'], [keys.enter, 'step 3'], [keys.enter, 'recommended'],
];
const toKernel: Picture['walk'] = [
	...toQuestion, ['8', '► Small rescue'], [keys.enter, '► Stay in the initramfs'],
	[keys.enter, '► Kernel of this machine'],
];
const toFeatures: Picture['walk'] = [
	...toKernel, [keys.down, '► Kernel built from source'],
	[keys.enter, '► linux-source'], [keys.enter, '► [x] virtio'],
];

const pictures: Picture[] = [
	{file: 'start.svg', title: 'The first screen of ramstrap', walk: [['', '► New recipe']]},
	{
		file: 'wizard.svg', title: 'The first question of the wizard: what the machine is for',
		walk: [...toQuestion, [keys.down, '► Repair a PC']],
	},
	{
		file: 'advice.svg', title: 'The ways for a whole Debian to reach a machine, compared in numbers',
		walk: [...toAdvice, [keys.down.repeat(2), '► Unpacked']],
	},
	{
		file: 'kernel.svg', title: 'The features of a kernel built from source',
		walk: [...toFeatures, [keys.down.repeat(9), '► [ ] containers'], [' ', '► [x] containers']],
	},
	{file: 'review.svg', title: 'Every answer on one screen before anything is built', walk: toReview},
	{
		file: 'rehearsal.svg', title: 'A build, a boot in a virtual machine, and what the node reports of itself',
		args: ['rehearse', 'rambox'], walk: [['', 'Next: ']],
	},
	{
		file: 'failure.svg', title: 'A machine that did not come up in time: how far it came, and what to do',
		args: ['rehearse', 'rambox', '--timeout', '9'], walk: [['', 'console-']],
	},
	{
		file: 'done.svg', title: 'After a rehearsal: what came of it, and what comes next',
		walk: [['', '► New recipe'], ['/rambox', '► rambox'], [keys.enter, '► Go'], [keys.enter, 'Enter again'],
			[keys.enter, '► Serve it']],
	},
	{
		file: 'uses.svg', title: 'All that can be done with a recipe, each with its key',
		walk: [['', '► New recipe'], [keys.down.repeat(2), '► container-host'], ['m', '► b  Build']],
	},
	{file: 'plan.svg', title: 'The plan: every command before it runs', walk: [...toReview, ['p', 'The plan of']]},
];

const picturesOfTree = (tree: string): Picture[] => [
	{
		file: 'tree-needs.svg', title: 'An option turned on with everything it needs',
		args: ['kernel', 'menu', '--tree', tree],
		walk: [
			['', 'about'], ['/gigabit intel', '7 found'], [keys.enter, '► - - '],
			[keys.down, '► - - Intel(R) PRO/1000 PCI-Express'], ['y', 'set them all'],
		],
	},
	{
		file: 'tree-panes.svg', title: 'The whole kernel tree, and beside it what an option is and depends on',
		args: ['kernel', 'menu', '--tree', tree], size: {columns: 160, rows: 40},
		walk: [
			['', 'about'], ['/CONFIG_E1000E', '► - - Intel(R) PRO/1000 PCI-Express'],
			[keys.enter, 'p its page'], ['p', '› Ethernet driver support'],
		],
	},
];

for (const picture of [...pictures, ...(source === undefined ? [] : picturesOfTree(source))]) {
	await writeFile(path.join(folder, picture.file), await take(picture, async pty => svgOf(pty, picture.title)));
}

await writeFile(path.join(folder, 'journey.svg'), await take(
	{file: '', title: '', walk: [['', '► New recipe']]},
	async pty => movieOf(pty.terminal, 'From the first question to a booted Debian', await journey(pty)),
));

/** From the first question to a booted Debian; a build of minutes passes in seconds. */
async function journey(pty: Pty): Promise<Frame[]> {
	const frames: Frame[] = [];
	const see = (seconds: number): void => {
		frames.push({lines: frameOf(pty), seconds});
	};

	see(2.5);
	const steps: Array<[typed: string, seen: string, seconds: number]> = [
		[keys.enter, 'step 1 of', 2.5], [keys.enter, 'step 2 of', 1.5], [keys.enter, 'step 3 of', 1.5],
		[keys.enter, 'recommended', 4], [keys.tab, '► Go: save', 3], [keys.enter, 'Enter again', 2],
		[keys.enter, 'BusyBox', 0.5],
	];
	for (const [typed, seen, seconds] of steps) {
		pty.type(typed);
		await pty.until(seen);
		see(seconds);
	}

	const end = Date.now() + 900_000;
	while (!pty.text().includes('► Serve it') && Date.now() < end) {
		await new Promise(resolve => {
			setTimeout(resolve, 6000);
		});
		see(0.4);
	}

	await pty.until('► Serve it');
	see(6);
	return frames.filter(({lines}, index) => index === 0 || lines.join('') !== frames[index - 1]!.lines.join(''));
}

async function take({walk, args = [], size}: Picture, show: (pty: Pty) => Promise<string>): Promise<string> {
	// Of the user's own settings and recipes nothing may get into the picture.
	const home = await mkdtemp(path.join(tmpdir(), 'ramstrap-pictures-'));
	const env = {HOME: home, XDG_CONFIG_HOME: undefined};
	const pty = new Pty({command: process.execPath, args: [program, ...args], ...size, env});
	try {
		for (const [typed, seen] of walk) {
			pty.type(typed);
			await pty.until(seen, 120);
		}

		return await show(pty);
	} finally {
		pty.close();
		await rm(home, {recursive: true, force: true});
	}
}
