import type {Recipe} from './schema.ts';

/**
What the server's subnet means: our own address in it, the ones given out, and the last that a
machine can have. All dotted.
*/
export type ServerNetwork = {address: string; netmask: string; range: {from: string; to: string}; last: string};

/** The server takes the first address; nodes get the range of the recipe, else one in the middle. */
export function networkOf({server}: Pick<Recipe, 'server'>): ServerNetwork {
	const {first, last, netmask} = readSubnet(server.subnet);
	return {
		address: toAddress(first + 1),
		netmask: toAddress(netmask),
		last: toAddress(last - 1),
		range: readRange(server.range) ?? defaultRange(server) ?? defaultRange({subnet: server.subnet, dns: []})!,
	};
}

/**
The middle two fifths of the subnet (.100 to .199 of a /24), which leaves room for fixed addresses; of these the longest
stretch without the gateway and the name servers, and nothing where they have them all.
*/
export function defaultRange({
	subnet,
	gateway,
	dns,
}: Pick<Recipe['server'], 'subnet' | 'dns'> & {gateway?: string | undefined}): {from: string; to: string} | undefined {
	const {first, size} = readSubnet(subnet);
	const from = first + Math.floor(size * 100 / 256);
	const end = first + Math.floor(size * 200 / 256);
	const taken = [gateway, ...dns]
		.flatMap(address => (address === undefined ? [] : toNumber(address)))
		.filter(address => address >= from && address < end)
		.toSorted((a, b) => a - b);
	const gaps = [from - 1, ...taken].map((before, index) => ({
		start: before + 1,
		length: (taken[index] ?? end) - before - 1,
	}));
	const longest = gaps.reduce((best, gap) => gap.length > best.length ? gap : best);
	return longest.length > 0
		? {from: toAddress(longest.start), to: toAddress(longest.start + longest.length - 1)}
		: undefined;
}

/** Expects `a.b.c.d-e.f.g.h`. */
export function readRange(range: string | undefined): {from: string; to: string} | undefined {
	const [from, to] = range?.split('-', 2) ?? [];
	return from === undefined || to === undefined ? undefined : {from, to};
}

export type Subnet = {
	/** The address of the network itself, as a number. */
	first: number;
	last: number;
	size: number;
	prefix: number;
	netmask: number;
	/** The address written before the slash. */
	written: number;
};

/** Expects `a.b.c.d/n` as the schema lets through. */
export function readSubnet(subnet: string): Subnet {
	const [address, prefixText] = subnet.split('/', 2);
	const prefix = Number(prefixText);
	const size = 2 ** (32 - prefix);
	const written = toNumber(address!);
	const first = written - written % size;
	return {first, last: first + size - 1, size, prefix, netmask: 2 ** 32 - size, written};
}

export function toNumber(address: string): number {
	return address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
}

export function toAddress(number: number): string {
	return [24, 16, 8, 0].map(shift => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** `C0A8184D` for 192.168.24.77: the name PXELINUX looks for below `pxelinux.cfg/` after the MAC. */
export function hexadecimalAddress(address: string): string {
	return toNumber(address).toString(16).toUpperCase().padStart(8, '0');
}

/** Dotted, four numbers up to 255 without leading zeros (which some programs read as octal). */
export function isIpv4(text: string): boolean {
	return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/.test(text) && !text.endsWith('.');
}
