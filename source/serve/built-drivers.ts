import path from 'node:path';
import {readModuleTables} from '../host/alias-tables.ts';
import type {Plan} from '../plan/plan.ts';
import {cardDrivers, type CardDrivers} from '../boots/card-drivers.ts';

/**
Which network cards have a driver in what was built; nothing where its plan has no step for drivers: a folder of that
name is then left from an earlier one.
@param work the recipe's working folder
*/
export async function builtDrivers({steps}: Plan, work: string): Promise<CardDrivers | undefined> {
	if (!steps.some(({id}) => id === 'drivers')) {
		return undefined;
	}

	const [kernel, own] = await Promise.all(
		['kernel', 'drivers'].map(async step => readModuleTables(path.join(work, step))),
	);
	return kernel && own && cardDrivers(kernel, own);
}
