import {deliveryOf} from '../recipe/delivery.ts';
import {recipeSchema, type Recipe} from '../recipe/schema.ts';
import {estimateSizes} from '../strategies/estimate.ts';
import {ways} from '../strategies/index.ts';
import {memoryNeeded} from '../strategies/memory.ts';
import {memoryText, sizeText} from '../report/size.ts';
import {debian, type Purpose} from './purposes.ts';

/**
What was answered. `memory`: of the smallest node, in MiB. `keeps`: whether what it writes must outlive its power.
*/
export type Wish = {purpose: Purpose; memory: number; keeps: boolean};

/** A way for the system of a purpose to reach its node, and what is to be said of it. */
export type Advice = {
	way: Way;
	recipe: Recipe;
	verdict: 'recommended' | 'possible' | 'no';
	/** Why it is recommended, what it does worse than that one, or why it does not do. */
	reason: string;
	/** In MiB: that the machine must have, in UEFI and in BIOS, and what is then in use. */
	needs: number;
	needsInBios: number;
	inUse: number;
	/** Bytes over the wire at every start. */
	download: number;
	/** Whether the node reads from the server for as long as it runs. */
	onServer: boolean;
};

type Way = (typeof ways)[number];

/**
All ways, the recommended one first, then the others that do, then those that do not. Memory and bytes are estimates for
the release that this program was measured with.
@param base has the answers that a way leaves alone, such as who may log in
*/
export function advise(wish: Wish, base: Recipe): Advice[] {
	const all = ways.map(way => weigh(way, wish, base));
	const possible = all.filter(({hurdle}) => hurdle === undefined);
	const [best, ...others] = possible.toSorted((one, other) => compare(one, other));
	return [
		...(best ? [told(best, 'recommended', whyBest(best, all, wish))] : []),
		...others.map(other => told(other, 'possible', whyNotBest(other, best!, wish))),
		...all.filter(({hurdle}) => hurdle !== undefined).map(one => told(one, 'no', one.hurdle!)),
	];
}

/** The recipe for a purpose by the way that is recommended; nothing where none does. */
export function recommended(wish: Wish, base: Recipe): Advice | undefined {
	return advise(wish, base).find(({verdict}) => verdict === 'recommended');
}

type Weighed = Omit<Advice, 'verdict' | 'reason'> & {keeps: boolean; hurdle?: string | undefined};

function weigh(way: Way, wish: Wish, base: Recipe): Weighed {
	const recipe = recipeBy(way, wish, base);
	const delivery = deliveryOf(recipe);
	const sizes = estimateSizes(recipe);
	const {mib: needs, after: inUse, wire} = memoryNeeded(sizes, 'uefi', recipe);
	const onServer = delivery.at === 'server';
	const weighed = {
		way,
		recipe,
		needs,
		needsInBios: memoryNeeded(sizes, 'bios', recipe).mib,
		inUse,
		download: wire + (onServer ? readOverNfs : 0),
		onServer,
		keeps: onServer && delivery.overlay === 'none',
	};
	return {...weighed, hurdle: hurdleOf(weighed, wish)};
}

function recipeBy({name, settings}: Way, {purpose, memory}: Wish, base: Recipe): Recipe {
	const isWhole = deliveryOf(recipeSchema.parse({version: 1, name, ...settings})).at !== 'initramfs';
	const {kernel, recipe, tests} = purpose;
	// BusyBox alone is for the initramfs, and nothing else is.
	const isMeant = isWhole === (purpose.tree.from !== 'busybox');
	const tree = isMeant ? purpose.tree : (isWhole ? debian() : {from: 'busybox'});
	const {modules, ...ofBusybox} = kernel;
	const {password, keys, locale, ...console} = base.node;
	return recipeSchema.parse({
		version: 1,
		name: recipe ?? name,
		...settings,
		tree,
		kernel: isWhole ? kernel : ofBusybox,
		tests: isWhole ? tests : undefined,
		// Nobody logs in to BusyBox alone.
		node: {...(isWhole ? base.node : console), memory},
		server: base.server,
		compression: base.compression,
		size: base.size,
	});
}

/** Bytes that a Debian reads of its root over NFS until it is up (measured: 37 to 40 MB). */
const readOverNfs = 38e6;

/** Why a way does not do at all. */
function hurdleOf({recipe, needsInBios, keeps, onServer}: Omit<Weighed, 'hurdle'>, wish: Wish): string | undefined {
	const {purpose: {demands}, memory} = wish;
	const isWhole = deliveryOf(recipe).at !== 'initramfs';
	if (!isWhole && demands.containers) {
		return 'Containers do not run in an initramfs: pivot_root fails there.';
	}

	if (!isWhole && demands.distribution) {
		return 'BusyBox alone has no packages and no SSH server.';
	}

	if (!keeps && wish.keeps) {
		return onServer
			? 'Changes go to a layer in the node\'s memory and are lost at power off.'
			: 'The root file system is in RAM and is lost at power off.';
	}

	if (keeps && demands.many) {
		return 'Each node needs a root of its own to write to, and a recipe has one.';
	}

	return needsInBios > memory
		? `It needs ${memoryText(needsInBios)} of memory to boot; the node has ${memoryText(memory)}.`
		: undefined;
}

/** What keeps is for those who ask for it; then no server, then the least memory, then the fewest bytes. */
function compare(one: Weighed, other: Weighed): number {
	return Number(one.keeps) - Number(other.keeps)
		|| Number(one.onServer) - Number(other.onServer)
		|| one.inUse - other.inUse
		|| one.download - other.download;
}

function whyBest(best: Weighed, all: readonly Weighed[], wish: Wish): string {
	const inUefi = best.needs > wish.memory ? ` In UEFI it needs ${memoryText(best.needs)}.` : '';
	return `${whyAlone(best, all, wish)}${inUefi}`;
}

function whyAlone(best: Weighed, all: readonly Weighed[], {keeps, memory}: Wish): string {
	if (keeps) {
		return 'The only way that keeps what the node writes. The server must stay up while the node runs.';
	}

	const oneNode = best.keeps ? ' One node only, and it starts with what its last run left.' : '';
	if (best.onServer) {
		return `Fits into ${memoryText(memory)}, as no system in RAM does. `
			+ `The server must stay up while nodes run.${oneNode}`;
	}

	const isLeast = all.every(({inUse, onServer, hurdle}) => onServer || hurdle !== undefined || inUse >= best.inUse);
	return `${isLeast ? 'Uses the least memory, and needs' : 'Needs'} no server once the node is up.`;
}

/** In numbers, where there are any. */
function whyNotBest(one: Weighed, best: Weighed, {memory}: Wish): string {
	const memoryMore = one.inUse - best.inUse;
	const later = one.way.seconds - best.way.seconds;
	const bytesMore = one.download - best.download;
	const faults = [
		...(one.onServer && !best.onServer ? ['the server must stay up while nodes run'] : []),
		...(one.keeps && !best.keeps ? ['one node only, and it starts with what its last run left'] : []),
		...(memoryMore > 8 ? [`${memoryText(memoryMore)} more memory in use`] : []),
		...(bytesMore > 4e6 ? [`${sizeText(bytesMore)} more to download`] : []),
		...(later > 3 ? [`up ${later} s later in a virtual machine`] : []),
		...(one.needs > memory ? [`in UEFI it needs ${memoryText(one.needs)}`] : []),
	];
	return faults.length === 0
		? `As good as ${best.way.title}.`
		: `Compared with ${best.way.title}: ${faults.join('; ')}.`;
}

const told = ({hurdle, keeps, ...rest}: Weighed, verdict: Advice['verdict'], reason: string): Advice =>
	({...rest, verdict, reason});
