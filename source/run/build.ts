import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {isSignedByDebian, laidOutSize} from '../host/kernel-image.ts';
import {readNodeContent} from '../host/node-content.ts';
import {rememberConfig} from '../host/known-config.ts';
import type {Facts} from '../host/types.ts';
import {type Plan, makePlan} from '../plan/plan.ts';
import type {Recipe} from '../recipe/schema.ts';
import {signedLoaderNames} from '../recipe/signed-loaders.ts';
import {UserError} from '../errors.ts';
import {durationText} from '../report/duration.ts';
import {warningEvent} from '../report/finding.ts';
import type {BootFacts} from '../services/boot-services.ts';
import {archivePath} from '../services/known-nodes.ts';
import {nodeArchive} from '../services/node-archive.ts';
import type {Artifact} from '../steps/types.ts';
import {strategyOf} from '../strategies/index.ts';
import type {ImageSizes} from '../strategies/types.ts';
import {outJson, type Context} from '../context.ts';
import {runPlan, type MadeArtifact, type StepWarning} from './run.ts';
import {stepBoard} from './step-board.ts';
import type {Expected} from './expected.ts';
import {writeNodeArchives} from './node-archives.ts';
import {rememberBuilt} from './built/known-sizes.ts';
import {readyFacts} from './readiness.ts';

/** `nodeArchives`: URL path → absolute path of what single nodes have of their own. */
export type Built = {
	facts: Facts;
	plan: Plan;
	artifacts: MadeArtifact[];
	served: Served;
	sizes: ImageSizes;
	/** What nodes load first: this machine's, and what was fetched for them. */
	bootFiles: BootFacts['bootFiles'];
	/** Debian has not signed the kernel. */
	unsigned: boolean;
	nodeArchives: Record<string, string>;
};

/** The same artifacts by what they are for. */
export type Served = {kernel: MadeArtifact} & Partial<Record<'initrd' | 'image' | 'tree', MadeArtifact>>;

/**
What `run`, `rehearse` and the wizard have in common: look, plan, do. `reference` is the recipe as the user named it.
*/
export async function build(
	recipe: Recipe,
	context: Context,
	{reference, fresh, use, ...flags}: {
		reference: string;
		fresh: boolean;
		json: boolean;
		/** Whether packages that are missing are installed without a question. */
		yes?: boolean | undefined;
		use: 'build' | 'rehearse' | 'serve';
	},
): Promise<Built> {
	// Before the minutes of a build, not after them.
	const own = makeNodeArchives(recipe);
	const folder = path.join(context.folders.work, recipe.name);
	const facts = await readyFacts(recipe, context, {use, begun: existsSync(folder), reference, ...flags});
	const plan = makePlan(recipe, facts);
	const {artifacts, warnings} = await carryOut(plan, {recipe, facts, context, fresh, json: flags.json});
	const served = serve(recipe, artifacts);
	const kernel = await readFile(served.kernel.path);
	const unsigned = !isSignedByDebian(kernel);
	if (unsigned && recipe.server.uefi === 'grub') {
		refuseUnsigned(recipe);
	}

	const sizes = await measure(recipe, folder, {served, kernel});
	await rememberBuilt(folder, recipe, {sizes, warnings: warnings.map(({message}) => message)});
	return {
		facts, plan, artifacts, served, sizes, unsigned,
		bootFiles: {...facts.bootFiles, ...signedLoaders(plan, folder)},
		nodeArchives: await writeNodeArchives(archivesFolder(folder), own),
	};
}

function signedLoaders({steps}: Plan, folder: string): BootFacts['bootFiles'] {
	return steps.some(({id}) => id === 'loaders')
		? Object.fromEntries(signedLoaderNames.map(name => [name, path.join(folder, 'loaders', name)]))
		: {};
}

/** Makes them anew, for machines that became known later. */
export async function renewNodeArchives(recipe: Recipe, {folders}: Context): Promise<Built['nodeArchives']> {
	return writeNodeArchives(archivesFolder(path.join(folders.work, recipe.name)), makeNodeArchives(recipe));
}

const archivesFolder = (work: string): string => path.join(work, 'nodes');

function makeNodeArchives(recipe: Recipe): Record<string, Uint8Array> {
	const contents = readNodeContent(recipe);
	return Object.fromEntries(recipe.nodes.flatMap((node, index) => {
		const archive = nodeArchive(recipe, node, contents[index]!);
		return archive ? [[archivePath(node.mac), archive]] : [];
	}));
}

/**
Runs a plan in the recipe's folder and shows it. Once a kernel is unpacked, the next plan with it is checked before
anything runs, also if this one ends badly.
*/
export async function carryOut(
	plan: Plan,
	{
		recipe: {name, kernel},
		facts,
		context,
		fresh,
		json,
	}: {recipe: Recipe; facts: Facts; context: Context; fresh: boolean; json: boolean},
): Promise<{artifacts: MadeArtifact[]; warnings: StepWarning[]}> {
	const {folders, terminal, signal} = context;
	const folder = path.join(folders.work, name);
	const logFolder = path.join(folders.logs, name);
	const warnings: StepWarning[] = [];
	const board = !json && terminal && context.ask ? stepBoard('l log   Ctrl-C stop') : undefined;
	const working = new Set<string>();
	const logs = board && {
		...board,
		now: () => plan.steps
			.filter(({id}) => working.has(id))
			.map(({id, title}) => ({title: `Log: ${title}`, file: path.join(logFolder, `${id}.log`)})),
	};
	let remembered = Promise.resolve();
	try {
		const {artifacts} = await context.quietly(async () =>
			runPlan(plan, {
				folder,
				sharedFolder: folders.shared,
				logFolder,
				fresh,
				display: board ?? (json ? 'silent' : (terminal ? 'terminal' : 'lines')),
				signal,
				onExpected(expected) {
					if (json) {
						outJson(context, {event: 'expected', ...expected});
					} else if (expected.seconds >= 5) {
						context.out(expectedLine(expected));
					}
				},
				onEvent(event) {
					working[event.status === 'started' ? 'add' : 'delete'](event.id);
					if (json) {
						outJson(context, event);
					}

					if (
						event.id === 'kernel'
						&& (event.status === 'done' || event.status === 'cached')
						&& kernel.from === 'distribution'
					) {
						remembered = rememberConfig(
							facts.kernels[kernel.package ?? 'default'],
							path.join(folder, 'kernel/config'),
							folders.cache,
						);
					}
				},
				onWarning(warning) {
					warnings.push(warning);
				},
			}),
		logs);
		return {artifacts, warnings};
	} finally {
		await remembered;
		tell(warnings, context, json);
	}
}

/** `Building takes about 40 s, as the same steps took before; not made here yet: Kernel 6.1` */
function expectedLine({seconds, unknown}: Expected): string {
	const more = unknown.length > 0 ? `; not built here yet: ${unknown.join(', ')}` : '';
	return `Building takes about ${durationText(seconds)}, the time the same steps took before${more}`;
}

/** After the list of steps, which would scroll them away. */
function tell(warnings: readonly StepWarning[], context: Context, json: boolean): void {
	for (const warning of warnings) {
		if (json) {
			outJson(
				context,
				warningEvent({code: 'step-warned', level: 'warning', what: warning.message}, warning.step),
			);
		} else {
			context.out(`! ${warning.message}`);
		}
	}
}

function serve(recipe: Recipe, made: readonly MadeArtifact[]): Served {
	const {kernel, initrd, image, tree} = strategyOf(recipe).artifacts(recipe);
	const find = (artifact: Artifact | undefined) =>
		artifact && made.find(({path: file}) => file.endsWith(`/${artifact.path}`));
	const found = Object.entries({initrd, image, tree})
		.map(([role, artifact]) => [role, find(artifact)])
		.filter(([, artifact]) => artifact);
	return {kernel: find(kernel)!, ...Object.fromEntries(found) as Partial<Served>};
}

/** @throws UserError (exit 2) before anything is booted that no loader would start */
function refuseUnsigned({kernel}: Recipe): never {
	throw new UserError(
		`server.uefi is grub, but ${kernel.package ?? 'the kernel'} was not signed by Debian: with Secure Boot on it `
		+ 'does not start.',
		[
			'kernel.package: a package of Debian without "unsigned" in its name',
			'server.uefi: ipxe, and Secure Boot off in the firmware of the nodes',
		],
	);
}

async function measure(
	recipe: Recipe,
	folder: string,
	{served: {kernel, initrd, image}, kernel: bytes}: {served: Served; kernel: Buffer},
): Promise<ImageSizes> {
	const {unpacked, root} = strategyOf(recipe).artifacts(recipe);
	const number = async (artifact: Artifact | undefined) =>
		artifact ? Number(await readFile(path.join(folder, artifact.path), 'utf8')) : 0;
	const laidOut = laidOutSize(bytes);
	return {
		kernel: kernel.bytes,
		compressed: initrd?.bytes ?? 0,
		image: image?.bytes ?? 0,
		unpacked: await number(unpacked),
		root: await number(root),
		...(laidOut !== undefined && {laidOut}),
	};
}
