import {octalEscaped} from '../report/octal.ts';

/**
One line of a manifest in the mtree format (mtree(5)), which bsdtar reads. Owner, mode, time and device numbers stand in
the manifest, so neither the building user nor the clock can leave a trace, and nobody needs to be root.
*/
export type ManifestEntry =
	| {path: string; type: 'dir'; mode: number}
	| {path: string; type: 'file'; mode: number; contents: string}
	| {path: string; type: 'link'; target: string}
	| {path: string; type: 'char'; mode: number; major: number; minor: number};

export function formatManifest(entries: readonly ManifestEntry[]): string {
	return ['#mtree', '/set uid=0 gid=0 time=0', ...entries.map(entry => formatEntry(entry)), ''].join('\n');
}

function formatEntry(entry: ManifestEntry): string {
	const words = [`./${octalEscaped(entry.path)}`, `type=${entry.type}`];
	if (entry.type === 'link') {
		return [...words, 'mode=0777', `link=${octalEscaped(entry.target)}`].join(' ');
	}

	words.push(`mode=${entry.mode.toString(8).padStart(4, '0')}`);
	if (entry.type === 'file') {
		words.push(`contents=${octalEscaped(entry.contents)}`);
	} else if (entry.type === 'char') {
		words.push(`device=native,${entry.major},${entry.minor}`);
	}

	return words.join(' ');
}
