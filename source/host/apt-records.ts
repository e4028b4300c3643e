import type {Download} from './types.ts';

/** A paragraph of `apt-cache show`: field names in lower case. */
export type AptRecord = Record<string, string>;

/** By package name; the first paragraph of a name is its candidate. */
export function parseAptRecords(output: string): Map<string, AptRecord> {
	const records = new Map<string, AptRecord>();
	for (const paragraph of output.split(/\n{2,}/)) {
		const record = parseParagraph(paragraph);
		const name = record.package;
		if (name && !records.has(name)) {
			records.set(name, record);
		}
	}

	return records;
}

/** `undefined` for a package that is installed but that no source offers any more: nothing could fetch it. */
export function toDownload(record: AptRecord | undefined): Download | undefined {
	const {package: name, version, architecture, size, sha256, filename} = record ?? {};
	return name && version && architecture && size && sha256 && filename
		? {
			name,
			version,
			file: `${quoted(name)}_${quoted(version)}_${quoted(architecture)}.deb`,
			bytes: Number(size),
			sha256,
		}
		: undefined;
}

/**
The source package a binary package was built from. A version that was only built anew (+b1) has the source of the
one before (deb-control(5), Source).
*/
export function sourceOf({package: name, version, source}: AptRecord): {name: string; version: string} {
	const [, named = name!, other] = /^(\S+)(?: \((\S+)\))?$/.exec(source ?? '') ?? [];
	return {name: named, version: other ?? version!.replace(/\+b\d+$/, '')};
}

/** Names of the packages a record depends on; of alternatives the first. */
export function dependencies(record: AptRecord | undefined): string[] {
	return [record?.['pre-depends'], record?.depends]
		.flatMap(field => field?.split(',') ?? [])
		.map(entry => /^[^\s(:|]+/.exec(entry.trim())?.[0] ?? '')
		.filter(Boolean);
}

function parseParagraph(paragraph: string): AptRecord {
	return Object.fromEntries(paragraph.split('\n').flatMap(line => {
		const match = /^([\w-]+): (.*)$/.exec(line);
		return match ? [[match[1]!.toLowerCase(), match[2]!]] : [];
	}));
}

/** As apt names the file it downloads: QuoteString(…, "_:") of apt-pkg/acquire-item.cc. */
function quoted(text: string): string {
	return text.replaceAll(/[\s%:_]/g, character => `%${character.codePointAt(0)!.toString(16).padStart(2, '0')}`);
}
