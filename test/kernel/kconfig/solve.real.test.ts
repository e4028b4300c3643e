import {beforeAll, expect, inject, test} from 'vitest';
import {kernelsBuilt, kernelsTake} from '../../kernels-built.ts';
import {compareWithConf, describeDifference} from './compare-with-conf.ts';
import {wholeTrees} from './whole-trees.ts';

beforeAll(kernelsBuilt, kernelsTake);

// Many more: npm run test:kconfig -- --tree … --seeds 200
test.each(wholeTrees)('Linux %s: what a whole kernel is configured to be is what its own conf writes', async version => {
	const {compared, differences} = await compareWithConf(inject('kernelTrees')[version], {seeds: 3});
	expect(differences.map(one => describeDifference(one))).toEqual([]);
	expect(compared).toBe(16);
});
