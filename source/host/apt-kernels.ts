import {dependencies, toDownload, type AptRecord} from './apt-records.ts';
import type {Download, KernelSource} from './types.ts';

/**
Packages that hold the parts of a kernel: Debian has all in one; Ubuntu the modules apart; Debian from 14 on the kernel
(binary) and what describes it (base) as well, and nothing in the image package itself.
*/
const kernelPart = /^linux-(?<kind>image|modules-extra|modules|binary|base)-/;

/** Names that are still unknown but needed to resolve these packages; ask for them and call again. */
export function missingParts(packages: readonly string[], records: ReadonlyMap<string, AptRecord>): string[] {
	return packages.flatMap(name => closure(name, records)).filter(name => !records.has(name));
}

/** From `linux-image-amd64` or the like, which is empty itself, to the packages it stands for. */
export function resolveKernel(name: string, records: ReadonlyMap<string, AptRecord>): KernelSource | undefined {
	const parts = closure(name, records).filter(part => !isMeta(part, records));
	const image = parts.find(part => part.startsWith('linux-image-'));
	const downloads = parts.map(part => toDownload(records.get(part)));
	if (!image || !downloads.every(download => download !== undefined)) {
		return undefined;
	}

	return {
		release: image.replace(/^linux-image-(?:unsigned-)?/, '').replace(/-unsigned$/, ''),
		from: 'package',
		downloads,
	};
}

/** The distribution's kernel for every PC. */
export function usualKernelPackage(family: readonly string[], architecture: string): string {
	const debian: Record<string, string> = {x86_64: 'amd64', aarch64: 'arm64'};
	return family.includes('ubuntu') ? 'linux-image-generic' : `linux-image-${debian[architecture] ?? architecture}`;
}

/**
By package name, in the order given; `linux-source` itself is empty and stands for
the one of the distribution's own kernel.
*/
export function resolveSources(
	names: readonly string[],
	records: ReadonlyMap<string, AptRecord>,
): Record<string, Download> {
	const usual = dependencies(records.get('linux-source')).find(name => names.includes(name));
	const found = [['linux-source', usual], ...names.map(name => [name, name])]
		.map(([key, name]) => [key!, name && toDownload(records.get(name))] as const);
	return Object.fromEntries(found.filter((entry): entry is [string, Download] => Boolean(entry[1])));
}

function closure(name: string, records: ReadonlyMap<string, AptRecord>, seen = new Set<string>()): string[] {
	if (seen.has(name)) {
		return [];
	}

	seen.add(name);
	const next = dependencies(records.get(name)).filter(part => kindOf(part) !== undefined);
	return [name, ...next.flatMap(part => closure(part, records, seen))];
}

/** A package that depends on another one of its kind only names the newest one. */
function isMeta(name: string, records: ReadonlyMap<string, AptRecord>): boolean {
	const kind = kindOf(name);
	return dependencies(records.get(name)).some(part => kindOf(part) === kind);
}

const kindOf = (name: string): string | undefined => kernelPart.exec(name)?.groups?.kind;
