import {readTableFiles} from '../host/alias-tables.ts';
import {deviceOptions, type DeviceOptions} from '../kernel/hardware/device-options.ts';
import type {DriverTables} from '../kernel/hardware/types.ts';
import {commonHeaders, namedIncludes, readSourceTree} from '../kernel/hardware/source-tree.ts';

/** What the device tables in a kernel's source say: takes some seconds. Other trees have none. */
export async function readDeviceOptions(tree: string): Promise<DeviceOptions> {
	return deviceOptions(await readAllTables(tree));
}

/** Those of all drivers in a kernel's source. */
export async function readAllTables(tree: string): Promise<DriverTables> {
	return readSourceTree(await readTableFiles(tree, {
		headers: commonHeaders, includesOf: smallIncludes, isComplete: true,
	}));
}

/** Without the registers of graphics cards: 100 MB of numbers, and none of a device. */
const smallIncludes = (file: string, text: string): string[] =>
	namedIncludes(file, text).filter(name => !/\/(?:asic_reg|nvif|nvkm)\//.test(name));
