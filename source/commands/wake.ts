import {readdir} from 'node:fs/promises';
import type {Flags} from '../arguments.ts';
import {outJson, type Context} from '../context.ts';
import {readJournals} from '../deploy/journal.ts';
import {publishedFolder} from '../deploy/places.ts';
import {onceFolderOf} from '../deploy/served-folder.ts';
import {exitCodes, UserError} from '../errors.ts';
import {readInterfaces} from '../host/network.ts';
import {wakeUp} from '../host/wake-up.ts';
import {forgetBooted} from '../publish/booted-once.ts';
import {normalMac, problemOfMac} from '../recipe/mac.ts';
import {isGlob} from '../recipe/nodes.ts';
import {listText} from '../recipe/problem.ts';
import {nearest} from '../recipe/spelling.ts';
import {whyUnwritable} from '../report/system-error.ts';
import {knownMachines, type KnownMachine} from './known-machines.ts';

/** Switches machines on by Wake-on-LAN. Nothing answers such a packet: whether a machine starts is not known here. */
export async function wake(words: readonly string[], context: Context, flags: Flags): Promise<number> {
	if (words.length === 0) {
		throw new UserError('ramstrap wake needs a machine: its MAC address, or its name.', [
			'ramstrap wake 52:54:00:12:34:56',
			'names are those under nodes in a recipe, and those of machines that booted from here',
		]);
	}

	// An address needs no recipe, whatever is wrong with some.
	const known = words.every(word => isAddress(word)) ? [] : await knownMachines(context);
	const machines = words.map(word => machineOf(word, known));
	const networks = await networksFor(flags.interface);
	const again = flags.again ? await letBootAgain(machines, context) : undefined;
	const sent = await Promise.all(networks.map(async ({name, address}) =>
		wakeUp(machines.map(({mac}) => mac), address).then(() => ({name}), (error: unknown) => ({name, error}))));
	// A tunnel, for one, has nobody to broadcast to.
	const failed = sent.flatMap(one => 'error' in one ? [`${one.name}: ${whyUnwritable(one.error)}`] : []);
	const interfaces = sent.flatMap(one => 'error' in one ? [] : [one.name]);
	if (interfaces.length === 0) {
		throw new UserError(`The wake-up packet could not be sent (${failed.join('; ')}).`, [], exitCodes.notReady);
	}

	if (flags.json) {
		outJson(context, {event: 'result', ok: true, nodes: machines.map((machine, index) =>
			({...machine, interfaces, ...(again && {again: again[index]})}))});
		return exitCodes.done;
	}

	for (const [index, {mac, name = mac}] of again ? machines.entries() : []) {
		context.out(againLine(name, again![index]!));
	}

	for (const machine of machines) {
		context.out(wakeLine(machine, interfaces));
	}

	if (failed.length > 0) {
		context.out(`Not sent on ${failed.join('; ')}.`);
	}

	context.out('Nothing answers it. If a machine stays off: turn on Wake-on-LAN in its firmware, connect it by cable '
		+ 'to this network, and shut it down instead of cutting its power.');
	return exitCodes.done;
}

export type Machine = {mac: string; name?: string | undefined};

export function wakeLine({mac, name}: Machine, interfaces: readonly string[]): string {
	const machine = name === undefined ? mac : `${name} (${mac})`;
	return `Wake-up packet for ${machine} sent on ${listText(interfaces, 'and')}.`;
}

const isAddress = (word: string): boolean => problemOfMac(normalMac(word)) === undefined;

/** @throws UserError for what is not one machine */
export function machineOf(word: string, known: readonly KnownMachine[]): {mac: string; name?: string} {
	if (isAddress(word)) {
		const mac = normalMac(word);
		if (isGlob(mac)) {
			throw new UserError(`${mac} stands for several machines; a wake-up packet is for one.`);
		}

		return {mac};
	}

	const all = known.filter(({name}) => name === word);
	// A recipe goes before what a machine said long ago.
	const listed = all.filter(({booted}) => !booted);
	const named = listed.length > 0 ? listed : all;
	const macs = [...new Set(named.map(({mac}) => mac))];
	if (macs.length > 1) {
		throw new UserError(
			`${word} is the name of ${macs.length} machines: ${listText(macs, 'and')}.`,
			[`ramstrap wake ${macs[0]!}`],
		);
	}

	if (macs.length === 1) {
		return {name: word, mac: macs[0]!};
	}

	throw new UserError(`${word} is neither a MAC address nor the name of a known machine.`, whatElse(word, known));
}

function whatElse(word: string, known: readonly KnownMachine[]): string[] {
	const ofRecipe = [...new Set(known.filter(({recipe}) => recipe === word).map(({name}) => name))];
	const near = nearest(word, known.map(({name}) => name));
	return [
		...(ofRecipe.length > 0 ? [`machines of the recipe ${word}: ${listText(ofRecipe, 'and')}`] : []),
		...(near === undefined ? [] : [`did you mean ${near}?`]),
		'ramstrap wake 52:54:00:12:34:56   needs no name',
		'names are those under nodes in a recipe, and those of machines that booted from here',
	];
}

/** Whether each had been up, and will boot over the network once more. @throws UserError where only root may do it */
export async function letBootAgain(
	machines: ReadonlyArray<{mac: string; name?: string}>,
	{folders}: Pick<Context, 'folders'>,
): Promise<boolean[]> {
	const [served, deployed] = await Promise.all([readdir(folders.published).catch(() => []), readJournals('')]);
	return Promise.all(machines.map(async ({mac, name = mac}) => {
		const own = await Promise.all(served.map(async recipe =>
			forgetBooted(onceFolderOf(recipe, folders.published), mac)));
		const ofMachine = await Promise.all(deployed.map(async ({recipe}) =>
			forgetBooted(onceFolderOf(recipe, publishedFolder), mac).catch((error: unknown) => {
				if ((error as NodeJS.ErrnoException).code !== 'EACCES') {
					throw error;
				}

				// Perhaps it is not in there.
				if (own.some(Boolean)) {
					return false;
				}

				throw new UserError(
					`${recipe} is deployed on this machine; only root may change what its nodes boot.`,
					[`sudo ramstrap wake ${name} --again`],
					exitCodes.notReady,
				);
			})));
		return [...own, ...ofMachine].some(Boolean);
	}));
}

const againLine = (name: string, hadBeenUp: boolean): string => hadBeenUp
	? `${name} boots over the network once more.`
	: `${name} has not been up with boot: once; where it boots from does not change.`;

/** @throws UserError where nothing can be sent */
async function networksFor(wanted: string | undefined): Promise<Array<{name: string; address: string}>> {
	const all = await readInterfaces();
	const chosen = all.filter(({name}) => wanted === undefined || name === wanted);
	const networks = chosen.flatMap(({name, addresses, carrier}) => {
		const address = carrier ? addresses.find(one => one.includes('.')) : undefined;
		return address === undefined ? [] : [{name, address: address.split('/', 1)[0]!}];
	});
	if (networks.length > 0) {
		return networks;
	}

	if (wanted !== undefined && chosen.length === 0) {
		throw new UserError(
			`There is no network interface ${wanted}.`,
			[`interfaces here: ${all.map(({name}) => name).join(', ') || 'none'}`],
			exitCodes.notReady,
		);
	}

	throw new UserError(
		wanted === undefined
			? 'No network interface has both an IPv4 address and a link.'
			: `${wanted} has no IPv4 address, or no link.`,
		['ip address show   lists the interfaces with their addresses'],
		exitCodes.notReady,
	);
}
