import {existsSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {makeFolder} from '../files/make-folder.ts';
import {aptKeyrings} from '../recipe/keyrings.ts';
import {parseAptRecords, sourceOf, toDownload, type AptRecord} from './apt-records.ts';
import {missingParts, resolveKernel, resolveSources, usualKernelPackage} from './apt-kernels.ts';
import {compareReleases} from './kernels.ts';
import {remembered} from './memory-of-answers.ts';
import type {BusyboxSource, Download, KernelSource} from './types.ts';

type AptSources = {
	kernels: Record<string, KernelSource>;
	busybox: BusyboxSource | undefined;
	busyboxSource: {name: string; version: string} | undefined;
	kernelSources: Record<string, Download>;
	keyringPackages: string[];
};

/** What apt could download right now, by the lists it has. Without lists: nothing. */
export async function readAptSources({cacheFolder, family, architecture, packages}: {
	cacheFolder: string;
	family: readonly string[];
	architecture: string;
	packages: readonly string[];
}): Promise<AptSources> {
	const usual = usualKernelPackage(family, architecture);
	const question = ['with sources', usual, packages];
	return remembered(path.join(cacheFolder, 'apt'), {question, dependsOn: aptState}, async () => {
		const lists = await listsIn(cacheFolder);
		const sourceNames = await namesOfKernelSources(lists);
		const names = ['busybox-static', usual, ...packages, ...sourceNames, 'linux-source', ...aptKeyrings];
		const records = await show(names, lists);
		const busybox = toDownload(records.get('busybox-static'));
		const kernels = [['default', usual], ...packages.map(name => [name, name])]
			.map(([key, name]) => [key!, resolveKernel(name!, records)] as const);
		return {
			busybox: busybox && {from: 'package', download: busybox},
			busyboxSource: busybox && sourceOf(records.get('busybox-static')!),
			kernels: Object.fromEntries(
				kernels.filter((entry): entry is [string, KernelSource] => entry[1] !== undefined),
			),
			kernelSources: resolveSources(sourceNames, records),
			keyringPackages: aptKeyrings.filter(name => toDownload(records.get(name))),
		};
	});
}

/**
Whether lists may be past their date here, as apt itself was told: a system of packages is then made in the same way.
*/
export async function readAptOptions(cacheFolder: string): Promise<string[]> {
	const dependsOn = ['/etc/apt/apt.conf', '/etc/apt/apt.conf.d'];
	return remembered(path.join(cacheFolder, 'apt'), {question: 'options', dependsOn}, async () => {
		const {stdout} = await execa(
			'apt-config',
			['dump', 'Acquire::Check-Valid-Until', 'Acquire::Check-Date'],
			{reject: false, stderr: 'ignore', env: {LC_ALL: 'C'}},
		);
		return (stdout ?? '')
			.matchAll(/^(acquire::check-(?:valid-until|date)) "(?:false|no|0|off)";$/gim)
			.map(([, name]) => `${name} "false"`)
			.toArray();
	});
}

/** Asks apt about its lists. */
type Lists = (...words: string[]) => Promise<string>;

/**
Machines that are containers keep no cache of apt's lists, and each question reads them all, which takes seconds: there
apt keeps one here, and makes it anew when a list is newer. A folder that cannot be written only means that there is
none.
*/
async function listsIn(cacheFolder: string): Promise<Lists> {
	const hasOwn = existsSync('/var/cache/apt/pkgcache.bin');
	const kept = `Dir::Cache::pkgcache=${path.join(cacheFolder, 'pkgcache.bin')}`;
	const isFolder = canMake(cacheFolder);
	const options = hasOwn || !isFolder ? [] : ['-o', kept, '-o', 'Dir::Cache::srcpkgcache='];
	return async (...words) => {
		const asked = [...options, ...words];
		const {stdout} = await execa('apt-cache', asked, {reject: false, stderr: 'ignore', env: {LC_ALL: 'C'}});
		return stdout ?? '';
	};
}

function canMake(folder: string): boolean {
	try {
		makeFolder(folder);
		return true;
	} catch {
		return false;
	}
}

/** `linux-source-6.1` and its like, the newest first. */
async function namesOfKernelSources(lists: Lists): Promise<string[]> {
	const names = await lists('pkgnames', 'linux-source-');
	return names
		.split('\n')
		.filter(name => /^linux-source-\d[\d.]*$/.test(name))
		.toSorted((a, b) => compareReleases(b, a));
}

/** Everything that decides which version apt would take. */
const aptState = [
	'/var/lib/apt/lists',
	'/var/lib/dpkg/status',
	'/etc/apt',
	'/etc/apt/preferences.d',
	'/etc/apt/sources.list.d',
	'/etc/apt/apt.conf.d',
];

/**
Records of these packages and of those that hold their kernel; a few names per call, as each call reads all lists.
*/
async function show(names: readonly string[], lists: Lists): Promise<Map<string, AptRecord>> {
	const records = new Map<string, AptRecord>();
	const asked = new Set<string>();
	const missing = () => missingParts(names, records).filter(name => !asked.has(name));
	for (let wanted = [...names]; wanted.length > 0; wanted = missing()) {
		for (const name of wanted) {
			asked.add(name);
		}

		// Fails when a single name is unknown, after printing the others.
		for (const [name, record] of parseAptRecords(await lists('--no-all-versions', 'show', ...wanted))) {
			records.set(name, record);
		}
	}

	return records;
}

/** Of these packages, those that apt removes with the last one that needs them: apt-mark(8). */
export async function automaticOf(names: readonly string[]): Promise<string[]> {
	const {stdout} = await execa('apt-mark', ['showauto', ...names], {reject: false, stderr: 'ignore'});
	return stdout.split('\n').filter(name => names.includes(name));
}
