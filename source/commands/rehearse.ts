import path from 'node:path';
import {oneOf, wholeNumber, type Flags} from '../arguments.ts';
import {exitCodes, UserError} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {refuseTooSmall} from '../plan/budget.ts';
import {quoteArgv} from '../plan/quote.ts';
import type {Recipe} from '../recipe/schema.ts';
import {macsOf, rehearse as runRehearsal, type RehearsalRequest} from '../rehearse/rehearse.ts';
import {loginLines} from '../rehearse/login.ts';
import {nodeReport} from '../rehearse/report.ts';
import {consoleName} from '../rehearse/console-log.ts';
import {showRehearsal} from '../rehearse/show.ts';
import {cards, type LabEvent, type RehearsalResult} from '../rehearse/types.ts';
import {lockFolder} from '../run/lock.ts';
import {memoryNeeded} from '../strategies/memory.ts';
import {build, type Built} from '../run/build.ts';
import {stepBoard} from '../run/step-board.ts';
import {outJson, warn, type Context} from '../context.ts';
import {rememberBoot} from '../rehearse/known-boot.ts';
import {makeRequest, type Wishes} from '../rehearse/rehearsal-request.ts';

export async function rehearse(name: string, context: Context, flags: Flags): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set: flags.set ?? []});
	return rehearseRecipe(recipe, context, {...flags, reference: name});
}

/** Builds what is not built yet, then boots it. */
export async function rehearseRecipe(
	recipe: Recipe,
	context: Context,
	{reference, ...flags}: Flags & {reference: string},
): Promise<number> {
	const wishes = readWishes(recipe, flags);
	const {json} = wishes;
	refuseUnstartable(recipe, wishes);
	const built = await build(recipe, context, {reference, fresh: false, json, yes: flags.yes, use: 'rehearse'});
	const rehearsed = Array.from({length: wishes.nodes}, (_, index) => recipe.nodes[index]?.memory ?? wishes.memory);
	refuseTooSmall(Math.min(...rehearsed), memoryNeeded(built.sizes, wishes.firmware, recipe));
	const result = await runLocked(recipe, built, wishes, context);
	if (json) {
		outJson(context, {event: 'result', ...result});
	} else {
		context.out('');
		for (const line of result.nodes.flatMap(node => [...nodeReport(node), ''])) {
			context.out(line);
		}

		if (result.ok) {
			for (const line of loginLines(recipe)) {
				context.out(line);
			}

			const set = (flags.set ?? []).flatMap(setting => ['--set', setting]);
			context.out(`Next: ${quoteArgv(['ramstrap', 'serve', reference, ...set])}`);
		}
	}

	return result.ok ? exitCodes.done : exitCodes.nodeDown;
}

/** @throws UserError before the minutes of a build that no such machine would start */
function refuseUnstartable({server}: Recipe, {secureBoot, card}: Wishes): void {
	if (secureBoot && server.uefi === 'ipxe') {
		throw new UserError(
			'--firmware secure boots machines with Secure Boot on, which do not start iPXE: it is not signed.',
			['--set server.uefi=grub   gives them signed loaders'],
		);
	}

	// The driver that comes with any other card is not signed, so the firmware refuses it.
	if (secureBoot && card !== 'virtio-net-pci') {
		throw new UserError(
			`--firmware secure does not work with --card ${card}, whose driver is not signed.`,
			['--card virtio-net-pci'],
		);
	}
}

/** Nobody else may build what is being booted, or use the folder of its consoles. */
async function runLocked(
	recipe: Recipe,
	built: Built,
	wishes: ReturnType<typeof readWishes>,
	context: Context,
): Promise<RehearsalResult> {
	const folder = path.join(context.folders.work, recipe.name);
	const unlock = lockFolder(folder);
	try {
		const request = await makeRequest(recipe, built, wishes, context);
		const result = await runRequest(request, context, wishes.json);
		await rememberBoot(folder, {recipe, sizes: built.sizes, accelerator: request.accelerator, nodes: result.nodes});
		return result;
	} finally {
		unlock();
	}
}

function readWishes({node}: Recipe, flags: Flags): Wishes & {json: boolean} {
	const firmware = oneOf('firmware', flags.firmware, ['bios', 'uefi', 'secure', 'http'], 'bios');
	return {
		firmware: firmware === 'bios' ? 'bios' : 'uefi',
		secureBoot: firmware === 'secure',
		httpBoot: firmware === 'http',
		memory: wholeNumber('memory', flags.memory, {least: 16, most: 1_048_576, fallback: node.memory}),
		nodes: wholeNumber('nodes', flags.nodes, {least: 1, most: 32, fallback: 1}),
		card: oneOf('card', flags.card, cards, 'virtio-net-pci'),
		accel: oneOf('accel', flags.accel, ['auto', 'kvm', 'tcg'], 'auto'),
		timeout: wholeNumber('timeout', flags.timeout, {least: 1, most: 86_400, fallback: 180}),
		keep: flags.keep ?? false,
		json: flags.json ?? false,
	};
}

async function runRequest(request: RehearsalRequest, context: Context, json: boolean): Promise<RehearsalResult> {
	if (!json) {
		return runShown(request, context);
	}

	return runRehearsal({
		...request,
		onEvent(event: LabEvent) {
			if (event.event === 'milestone') {
				outJson(context, event);
			} else if (event.event === 'warning') {
				warn(context, json, {code: 'log-not-written', what: event.message});
			}
		},
	});
}

/** Warnings come below the nodes' lines, which are drawn anew all the time. */
async function runShown(request: RehearsalRequest, context: Context): Promise<RehearsalResult> {
	const warnings: string[] = [];
	const runListening = async (shown: RehearsalRequest) => runRehearsal({
		...shown,
		onEvent(event: LabEvent) {
			if (event.event === 'warning') {
				warnings.push(event.message);
			}

			shown.onEvent?.(event);
		},
	});
	const {terminal, ask} = context;
	const list = terminal && ask ? stepBoard('l console   Ctrl-C stop') : undefined;
	const consoles = macsOf(request).map(mac => ({
		title: `Console of ${mac}`, file: path.join(request.folder, consoleName(mac)),
	}));
	const logs = list && {...list, now: () => consoles};
	try {
		return await context.quietly(async () => showRehearsal(request, {terminal, list, run: runListening}), logs);
	} finally {
		for (const message of warnings) {
			warn(context, false, {code: 'log-not-written', what: message});
		}
	}
}
