import path from 'node:path';
import {UserError} from '../../errors.ts';
import {readOrdinary} from '../../files/read-ordinary.ts';
import {whyUnreadable} from '../../report/system-error.ts';
import {readModuleTables, readTableFiles} from '../../host/alias-tables.ts';
import {catalogue} from '../../kernel/catalogue.ts';
import {formatHardware} from '../../kernel/hardware/format.ts';
import {readModuleFiles} from '../../kernel/hardware/module-files.ts';
import {driversFor, noTables, type Found} from '../../kernel/hardware/needs.ts';
import {readHardware} from '../../kernel/hardware/read-hardware.ts';
import {commonHeaders, namedIncludes, readSourceTree} from '../../kernel/hardware/source-tree.ts';
import type {Device, DriverTables} from '../../kernel/hardware/types.ts';
import type {Recipe} from '../../recipe/schema.ts';

export type HardwareReport = {
	/** For a person. */
	lines: string[];
	/** Devices with the modules and options they need; `has`: whether the kernel at hand has one of these options. */
	devices: Array<{label: string; modules: string[]; options: string[]; network: boolean; has: boolean | undefined}>;
	/** Of devices nobody knows a driver for. */
	unknown: string[];
};

/**
The devices of a machine held against a kernel.
@param config option → value of that kernel
*/
export async function reportHardware(
	devices: readonly Device[],
	config: ReadonlyMap<string, string>,
	{recipe, workFolder}: {recipe: Recipe; workFolder: string},
): Promise<HardwareReport> {
	const needs = driversFor(
		devices,
		await readTables(recipe, path.join(workFolder, recipe.name)),
		catalogue,
	);
	return {
		lines: formatHardware(needs, config),
		devices: needs.found.map(found => ({
			label: found.device.label,
			modules: found.modules,
			options: found.options,
			network: found.device.network ?? false,
			has: isIn(found, config),
		})),
		unknown: needs.unknown.map(({label}) => label),
	};
}

function isIn({options}: Found, config: ReadonlyMap<string, string>): boolean | undefined {
	return options.length === 0 ? undefined : options.some(option => ['y', 'm'].includes(config.get(option) ?? 'n'));
}

/**
What says which driver a device needs: the source of a built kernel, the modules of a distribution's, as far as they are
unpacked; else this machine's own modules.
*/
async function readTables({kernel}: Recipe, work: string): Promise<DriverTables> {
	if (kernel.from === 'build') {
		const {path: local} = kernel.source!;
		const folders = [...(local === undefined ? [] : [local]), path.join(work, 'kernel-source/linux')];
		for (const folder of folders) {
			const files = await readTableFiles(folder, {headers: commonHeaders, includesOf: namedIncludes});
			if (files.has('drivers/Makefile')) {
				return readSourceTree(files);
			}
		}
	}

	const tables = await readModuleTables(path.join(work, 'kernel'));
	const own = tables ?? await readModuleTables('/');
	// What this machine's own kernel has not, another may have.
	return own ? {...readModuleFiles(own), ...(tables === undefined && {complete: false})} : noTables;
}

/** @throws UserError for a file that cannot be read, or lists no hardware */
export async function readDevices(file: string): Promise<Device[]> {
	return readHardware(await readText(file));
}

async function readText(file: string): Promise<string> {
	try {
		return readOrdinary(file === '-' ? '/dev/stdin' : file, {
			most: 16 * 1024 ** 2,
			says: `--hardware names ${file}, which`,
		}).toString();
	} catch (error) {
		if (error instanceof UserError) {
			throw error;
		}

		throw new UserError(`--hardware names ${file}, which ${whyUnreadable(error)}.`, ['run on the machine that will '
			+ 'boot: lspci -nnk > hardware.txt']);
	}
}
