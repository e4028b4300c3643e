import path from 'node:path';
import {readModuleTables} from '../host/alias-tables.ts';
import {cardDrivers, type CardDrivers} from '../serve/card-drivers.ts';

/**
Which network cards have a driver in what was built; nothing where its modules do not lie apart from its kernel's.
@param work the recipe's working folder
*/
export async function builtDrivers(work: string): Promise<CardDrivers | undefined> {
	const [kernel, own] = await Promise.all(['kernel', 'drivers'].map(async step => readModuleTables(path.join(work, step))));
	return kernel && own && cardDrivers(kernel, own);
}
