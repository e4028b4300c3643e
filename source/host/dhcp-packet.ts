/** What a server answered to a DISCOVER. */
export type DhcpOffer = {
	/** Option 54, or the address that sent it. */
	server: string;
	/** The address it would give; nothing where it only says what to boot (a proxyDHCP server). */
	address?: string;
	/** Boot server and boot file, in the packet's own fields or in options 66 and 67. */
	boot?: {server?: string; file?: string};
	/** Option 60 says `PXEClient`: it answers network boot. */
	pxe: boolean;
};

/**
A DISCOVER as the boot ROM of a 64-bit UEFI machine sends it (RFC 2131, RFC 4578): so that servers which answer such
machines only answer it, too. The answer is asked for as a broadcast: nobody has an address to send it to.
@param id of this transaction, 32 bits
*/
export function encodeDiscover({mac, id}: {mac: string; id: number}): Buffer {
	const hardware = Buffer.from(mac.replaceAll(':', ''), 'hex');
	const head = Buffer.alloc(236);
	head.set([1, 1, 6, 0]);
	head.writeUInt32BE(id, 4);
	head.writeUInt16BE(0x80_00, 10);
	head.set(hardware, 28);
	const option = (code: number, bytes: Uint8Array | number[]) => Buffer.from([code, bytes.length, ...bytes]);
	return Buffer.concat([
		head,
		magic,
		option(codes.type, [1]),
		// Subnet mask, router, DNS, boot server and file, vendor's own, class.
		option(55, [1, 3, 6, codes.vendor, codes.class, codes.bootServer, codes.bootFile]),
		option(57, [0x05, 0xC0]),
		option(codes.class, Buffer.from('PXEClient:Arch:00007:UNDI:003016')),
		option(93, [0, 7]),
		option(94, [1, 3, 16]),
		option(97, [0, ...hardware, ...hardware, ...hardware.subarray(0, 4)]),
		Buffer.from([codes.end]),
	]);
}

/** @returns nothing if it is no OFFER to the DISCOVER with this id */
export function decodeOffer(packet: Buffer, {id, from}: {id: number; from: string}): DhcpOffer | undefined {
	if (
		packet.length < 240
		|| packet[0] !== 2
		|| packet.readUInt32BE(4) !== id
		|| !packet.subarray(236, 240).equals(magic)
	) {
		return undefined;
	}

	const options = readOptions(packet.subarray(240));
	if (options.get(codes.type)?.[0] !== 2) {
		return undefined;
	}

	const dotted = (bytes: Uint8Array | undefined) =>
		bytes?.length === 4 && bytes.some(byte => byte !== 0) ? [...bytes].join('.') : undefined;
	const text = (bytes: Buffer | undefined) => {
		const found = bytes?.toString('latin1').split('\0', 1)[0];
		return found === '' ? undefined : found;
	};

	const address = dotted(packet.subarray(16, 20));
	const server = dotted(packet.subarray(20, 24)) ?? text(options.get(codes.bootServer));
	const file = text(options.get(codes.bootFile)) ?? text(packet.subarray(108, 236));
	return {
		server: dotted(options.get(codes.server)) ?? from,
		...(address !== undefined && {address}),
		// A server that gives out addresses names itself as next server whether it boots anybody or not.
		...(file !== undefined && {boot: {...(server !== undefined && {server}), file}}),
		pxe: text(options.get(codes.class))?.startsWith('PXEClient') ?? false,
	};
}

/** Of an option that is there several times the parts belong together (RFC 3396). */
function readOptions(bytes: Buffer): Map<number, Buffer> {
	const options = new Map<number, Buffer>();
	for (let at = 0; at < bytes.length && bytes[at] !== codes.end;) {
		const code = bytes[at]!;
		const length = code === 0 ? -1 : bytes[at + 1] ?? 0;
		if (length >= 0) {
			const part = bytes.subarray(at + 2, at + 2 + length);
			options.set(code, Buffer.concat([options.get(code) ?? Buffer.alloc(0), part]));
		}

		at += length + 2;
	}

	return options;
}

const magic = Buffer.from([99, 130, 83, 99]);

const codes = {vendor: 43, type: 53, server: 54, class: 60, bootServer: 66, bootFile: 67, end: 255} as const;
