import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/**
The files beside a kernel's modules that say what these drive: of `/lib/modules/<release>`,
or of the folder of an unpacked package.
*/
export async function readModuleTables(
	folder: string,
): Promise<{alias: string; dep: string; builtin: string} | undefined> {
	const roots = ['lib/modules', 'usr/lib/modules'].map(name => path.join(folder, name));
	const releases = await Promise.all(roots.map(async root => {
		const names = await readdir(root).catch(() => []);
		return names.map(release => path.join(root, release));
	}));
	for (const place of [folder, ...releases.flat()]) {
		const [alias, dep, builtin] = await Promise.all(
			['modules.alias', 'modules.dep', 'modules.builtin.modinfo']
				.map(async name => readFile(path.join(place, name), 'latin1').catch(() => undefined)),
		);
		if (alias !== undefined) {
			return {alias, dep: dep ?? '', builtin: builtin ?? ''};
		}
	}

	return undefined;
}

/** Where the drivers lie that a node may boot by or run with. */
const folders = [
	'net', 'ata', 'nvme', 'scsi', 'message', 'virtio', 'block', 'usb/host', 'usb/storage', 'usb/class', 'mmc/host',
	'hid', 'xen', 'hv',
].map(name => `drivers/${name}`);

/** Where all drivers lie. */
const allFolders = ['drivers', 'sound', 'arch/x86'];

/** Of them, what no firmware boots over and no node needs. */
const leftOut = /^drivers\/net\/(?:wireless|can|wan|hamradio|ppp|dsa|ieee802154|phy|arcnet|slip)$/;

/**
What a kernel's source says about devices: path in the tree → text of all Makefiles on the way, of the C files with
device tables, and of the headers these name. Of some 5,000 files 2,700 are kept, of all drivers' 35,000 some 12,000.
*/
export async function readTableFiles(tree: string, {headers, includesOf, isComplete = false}: {
	/** Headers that are read in any case. */
	headers: readonly string[];
	/** Paths in the tree of what a file includes. */
	includesOf: (file: string, text: string) => string[];
	/** Those of all drivers, not only of those that a node may boot by or run with. */
	isComplete?: boolean;
}): Promise<Map<string, string>> {
	const isLeftOut = (folder: string): boolean => !isComplete && leftOut.test(folder);
	const listed = (await Promise.all((isComplete ? allFolders : folders)
		.map(async folder => list(tree, folder, isLeftOut)))).flat();
	const files = new Map<string, string>();
	const upper = ['drivers', 'drivers/usb', 'drivers/mmc'].map(folder => `${folder}/Makefile`);
	const makefiles = listed.filter(name => /\/(?:Makefile|Kbuild)$/.test(name));
	await readInto(files, tree, [...upper, ...makefiles, ...headers], () => true);
	await readInto(
		files,
		tree,
		listed.filter(name => name.endsWith('.c')),
		bytes => bytes.includes('MODULE_DEVICE_TABLE') || bytes.includes('.c"'),
	);
	const asked = new Set(files.keys());
	for (let next = [...files]; next.length > 0;) {
		const sources = next.filter(([name]) => /\.[ch]$/.test(name));
		const names = new Set(sources.flatMap(([name, text]) => includesOf(name, text)));
		const fresh = [...names].flatMap(name => asked.has(name) ? [] : [name]);
		for (const name of fresh) {
			asked.add(name);
		}

		await readInto(files, tree, fresh, () => true);
		next = fresh.filter(name => files.has(name)).map(name => [name, files.get(name)!]);
	}

	return files;
}

async function list(tree: string, folder: string, isLeftOut: (folder: string) => boolean): Promise<string[]> {
	const entries = await readdir(path.join(tree, folder), {withFileTypes: true}).catch(() => []);
	const nested = await Promise.all(entries.map(async entry => {
		const name = `${folder}/${entry.name}`;
		return entry.isDirectory() ? (isLeftOut(name) ? [] : list(tree, name, isLeftOut)) : [name];
	}));
	return nested.flat();
}

async function readInto(
	files: Map<string, string>,
	tree: string,
	names: readonly string[],
	isWanted: (bytes: Buffer) => boolean,
): Promise<void> {
	const queue = [...names].toReversed();
	const worker = async (): Promise<void> => {
		for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
			const bytes = await readFile(path.join(tree, name)).catch(() => undefined);
			if (bytes && isWanted(bytes)) {
				files.set(name, bytes.toString('latin1'));
			}
		}
	};

	await Promise.all(Array.from({length: 16}, worker));
}
