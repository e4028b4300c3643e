import path from 'node:path';
import {UserError, exitCodes} from '../errors.ts';
import type {Download, Facts} from '../host/types.ts';
import {isArchive} from '../recipe/archive.ts';
import type {Recipe} from '../recipe/schema.ts';
import {downloadHints, downloadPackage} from './download.ts';
import type {Action, Step} from './types.ts';

/** A kernel's source: the step that unpacks it, unless it lies unpacked already, and where the other steps find it. */
export type KernelTree = {step?: Step; tree: string; reads: string[]};

const unpacked = '../kernel-source/linux';

/** @throws UserError (exit 3) for a package that this machine does not offer */
export function kernelTree({kernel}: Recipe, facts: Facts): KernelTree {
	const {package: name, path: local, url, sha256} = kernel.source!;
	const download = name === undefined ? undefined : packageOf(name, facts);
	if (local !== undefined && !isArchive(local)) {
		return {tree: local, reads: [`${local}/`]};
	}

	const step: Step = {
		id: 'kernel-source',
		title: `Kernel source ${download?.name ?? path.basename(local ?? url!)}`,
		why: 'The source of the kernel, unpacked and not installed on this machine.',
		needs: [],
		reads: local === undefined ? [] : [local],
		actions: download
			? unpackPackage(download)
			: [...(local === undefined ? fetchArchive(url!, sha256!) : []), ...unpack(local ?? 'source.tar')],
		makes: ['linux/Makefile', 'linux/Kconfig'],
		hints: download
			? downloadHints
			: (url === undefined ? [] : ['check the URL and SHA-256 in kernel.source of the recipe']),
		bulky: true,
		shared: true,
	};
	return {step, tree: unpacked, reads: []};
}

function packageOf(name: string, {kernelSources, distribution}: Facts): Download {
	const download = kernelSources[name];
	if (download) {
		return download;
	}

	const offered = Object.keys(kernelSources);
	throw new UserError(
		`kernel.source.package is ${name}, which ${distribution.name} does not offer.`,
		offered.length > 0
			? [`it offers ${offered.join(', ')}`]
			: [
				'ramstrap doctor --install   refreshes the package lists',
				'kernel.source also accepts a path or a url',
			],
		exitCodes.notReady,
	);
}

function unpackPackage(download: Download): Action[] {
	return [
		...downloadPackage(download),
		{do: 'command', argv: ['dpkg-deb', '--extract', download.file, 'package']},
		{
			do: 'command',
			argv: ['find', 'package', '-name', 'linux-source-*.tar.*', '-exec', 'mv', '{}', 'source.tar', ';'],
		},
		{do: 'command', argv: ['rm', '-r', 'package', download.file]},
		...unpack('source.tar'),
	];
}

function fetchArchive(url: string, sha256: string): Action[] {
	return [
		{
			do: 'command',
			// First of all: nothing of ~/.curlrc.
			argv: [
				'curl', '--disable', '--fail', '--location', '--silent', '--show-error', '--retry', '3',
				'--output', 'source.tar', url,
			],
			complaint: String.raw`^curl: \(`,
		},
		{do: 'write-file', path: 'source.sha256', text: `${sha256}  source.tar\n`},
		{do: 'command', argv: ['sha256sum', '--check', 'source.sha256'], blames: 'recipe'},
	];
}

/**
With the times of unpacking (-m): what was compiled from another source before is older than any of
these files, so none of it is taken for good.
*/
function unpack(archive: string): Action[] {
	return [
		{do: 'command', argv: ['mkdir', 'linux']},
		{
			do: 'command',
			argv: [
				'tar', '--extract', '-m', '--no-same-owner', '--strip-components', '1', '--directory', 'linux',
				'--file', archive,
			],
		},
		{do: 'command', argv: ['sh', '-c', 'test -f linux/Kconfig -a -f linux/Makefile || { echo "the archive contains '
		+ 'no kernel source"; exit 1; }'], blames: 'recipe'},
		...(archive === 'source.tar' ? [{do: 'command', argv: ['rm', archive]} as const satisfies Action] : []),
	];
}
