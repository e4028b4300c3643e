import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {machine} from 'node:os';
import process from 'node:process';
import type {Recipe} from '../recipe/schema.ts';
import {readAptOptions, readAptSources} from './apt.ts';
import {findBootFiles, findHeaders} from './boot-files.ts';
import {findInstalledBusybox, findMuslLibrary} from './busybox.ts';
import {choosePackageManager, findPackageLists, haveListsAged, readDistribution} from './distribution.ts';
import {findInstalledKernels} from './kernels.ts';
import {readKvmState} from './kvm.ts';
import {readInterfaces, readPorts} from './network.ts';
import {hasManyIds, probeLab} from './privilege.ts';
import {recipeFacts} from './recipe-facts.ts';
import {readDisk, readMemory} from './room.ts';
import {findProgram, findTools} from './tools.ts';
import type {Facts, PackageManager} from './types.ts';

/**
Everything true about this machine that a plan or a check may depend on, read side by side; with a recipe, also about
the packages and files that it names. Reads only, but for a note in the cache folder of what apt said.
*/
export async function readFacts({
	cacheFolder, workFolder, recipe, packages = recipe?.kernel.package ? [recipe.kernel.package] : [],
}: {
	cacheFolder: string;
	workFolder: string;
	recipe?: Recipe | undefined;
	packages?: readonly string[];
}): Promise<Facts> {
	const searchPath = process.env.PATH ?? '';
	const root = process.getuid?.() === 0;
	const early = readTools(searchPath);
	const [
		{distribution, packageManager, tools, sudo},
		sources,
		bootFiles,
		headers,
		interfaces,
		ports,
		memory,
		disk,
		lab,
		kvm,
		packageLists,
		aptOptions,
		keyrings,
		agedLists,
	] = await Promise.all([
		early,
		early.then(async known => readSources({...known, cacheFolder, packages, searchPath})),
		findBootFiles(),
		findHeaders(),
		readInterfaces(),
		readPorts(),
		readMemory(),
		readDisk(workFolder),
		early.then(async ({tools}) => probeLab({root, tools})),
		early.then(async ({tools}) => readKvmState(cacheFolder, tools['qemu-system-x86_64'])),
		findPackageLists(),
		early.then(async ({packageManager}) => packageManager === 'apt' ? readAptOptions(cacheFolder) : []),
		readdir('/usr/share/keyrings').then(names => names.map(name => `/usr/share/keyrings/${name}`), () => []),
		early.then(async ({packageManager}) => packageManager === 'apt' && haveListsAged()),
	]);
	const about = recipe ? recipeFacts(recipe, sources, cacheFolder) : {texts: {}};
	return {
		distribution,
		packageManager,
		packageLists,
		...(aptOptions.length > 0 && {aptOptions}),
		keyrings,
		agedLists,
		architecture: machine(),
		...(existsSync('/lib/firmware') && {firmware: '/lib/firmware'}),
		tools,
		bootFiles,
		headers,
		...about,
		...sources,
		interfaces,
		ports,
		memory,
		disk,
		user: {root, sudo, ...(root ? {} : {manyIds: await hasManyIds()})},
		lab,
		kvm,
	};
}

type Early = {
	family: string[];
	distribution: Facts['distribution'];
	packageManager: PackageManager | undefined;
	tools: Facts['tools'];
	sudo: boolean;
};

async function readTools(searchPath: string): Promise<Early> {
	const [osRelease, tools, sudo, ...managers] = await Promise.all([
		readFile('/etc/os-release', 'utf8').catch(() => ''),
		findTools(searchPath),
		findProgram('sudo', searchPath),
		...(['apt-get', 'dnf', 'pacman', 'zypper'] as const).map(async name =>
			await findProgram(name, searchPath) ? [name === 'apt-get' ? 'apt' as const : name] : []),
	]);
	const {like, ...distribution} = readDistribution(osRelease);
	const family = [distribution.id, ...like];
	const packageManager = choosePackageManager(family, new Set(managers.flat()));
	return {family, distribution, packageManager, tools, sudo: Boolean(sudo)};
}

/** The package manager's own packages go first: they are pinned by version and hash, an installed kernel is not. */
async function readSources({packageManager, family, tools, cacheFolder, packages, searchPath}: Early & {
	cacheFolder: string;
	packages: readonly string[];
	searchPath: string;
}): Promise<Pick<
	Facts,
	'busybox' | 'busyboxSource' | 'muslLibrary' | 'kernels' | 'kernelSources' | 'keyringPackages'
>> {
	const [apt, installedBusybox, muslLibrary, [installedKernel]] = await Promise.all([
		packageManager === 'apt' ? readAptSources({cacheFolder, family, architecture: machine(), packages}) : undefined,
		findInstalledBusybox(searchPath),
		findMuslLibrary(tools['musl-gcc']),
		findInstalledKernels(),
	]);
	return {
		busybox: apt?.busybox ?? installedBusybox,
		busyboxSource: apt?.busyboxSource,
		muslLibrary,
		kernels: {...(installedKernel && {default: installedKernel}), ...apt?.kernels},
		kernelSources: apt?.kernelSources ?? {},
		keyringPackages: apt?.keyringPackages ?? [],
	};
}
