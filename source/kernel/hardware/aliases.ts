import type {Alias, AliasIndex} from './types.ts';

/** Some 20,000 patterns, so that a device is compared with a handful of them. */
export function indexAliases(aliases: Iterable<Alias>): AliasIndex {
	const index = new Map<string, Alias[]>();
	for (const alias of aliases) {
		const key = keyOfPattern(alias.pattern);
		const entries = index.get(key);
		if (entries) {
			entries.push(alias);
		} else {
			index.set(key, [alias]);
		}
	}

	return index;
}

/** Modules whose patterns fit a modalias. A part of a PCI modalias that is not known (`*`) fits anything. */
export function modulesFor(index: AliasIndex, modalias: string): string[] {
	// Of a line of lsusb only vendor and product are known.
	const fits = modalias.startsWith('pci:')
		? fitsPci(modalias)
		: (/^usb:.*\*/.test(modalias)
			? (pattern: string) => keyOfPattern(pattern) === keyOfPattern(modalias)
			: (pattern: string) => glob(pattern).test(modalias));
	const found = keysOf(modalias).flatMap(key => index.get(key) ?? []).filter(({pattern}) => fits(pattern));
	return [...new Set(found.map(({module}) => module))];
}

/** Vendor and device where both are plain: `pci:v00008086d000015B8`, `usb:v0BDAp8153`; else the bus. */
function keyOfPattern(pattern: string): string {
	return plainIds.exec(pattern)?.[0] ?? busOf(pattern);
}

function keysOf(modalias: string): string[] {
	const ids = plainIds.exec(modalias)?.[0];
	return ids ? [ids, busOf(modalias)] : [busOf(modalias)];
}

const plainIds = new RegExp(`^(?:${[
	/pci:v[\dA-F]{8}d[\dA-F]{8}/,
	/usb:v[\dA-F]{4}p[\dA-F]{4}/,
	/hid:b[\dA-F]{4}g[\dA-F]{4}v[\dA-F]{8}p[\dA-F]{8}/,
	/virtio:d[\dA-F]{8}/,
].map(({source}) => source).join('|')})`);

function busOf(alias: string): string {
	return alias.slice(0, alias.indexOf(':'));
}

function fitsPci(modalias: string): (pattern: string) => boolean {
	const parts = pciParts(modalias);
	return pattern => {
		const wanted = pciParts(pattern);
		return wanted.length > 0 && wanted.length === parts.length && wanted.every((part, index) =>
			part === '*' || parts[index] === '*' || part.replace(/\*$/, '') === parts[index]);
	};
}

function pciParts(text: string): string[] {
	const parts = /^pci:v([\d*A-F]+)d([\d*A-F]+)sv([\d*A-F]+)sd([\d*A-F]+)bc([\d*A-F]+)sc([\d*A-F]+)i([\d*A-F]+)$/;
	return parts.exec(text)?.slice(1) ?? [];
}

/** As fnmatch has it: `*`, `?` and sets in brackets. */
function glob(pattern: string): RegExp {
	const escaped = pattern.replaceAll(/[$()+.\\^{|}]/g, String.raw`\$&`);
	return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
