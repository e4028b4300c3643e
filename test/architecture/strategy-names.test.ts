import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {strategies} from '../../source/strategies/index.ts';

/**
Where a strategy is made known: its choice, its delivery, its file. A bundle of kernel options has the name of one.
*/
const known = ['recipe/schema.ts', 'recipe/delivery.ts', 'kernel/bundles.ts'];

test('nothing asks for a strategy by its name: how a root reaches its node says deliveryOf()', () => {
	const names = Object.keys(strategies);
	const files = readdirSync('source', {recursive: true, encoding: 'utf8'}).filter(name => /\.tsx?$/.test(name));
	const named = files.filter(file => {
		const text = readFileSync(path.join('source', file), 'utf8');
		// A recipe that is proposed may have the name of its strategy.
		return names.some(name => file !== `strategies/${name}.ts` && text.includes(`'${name}'`));
	});
	expect(named.filter(file => !file.startsWith('strategies/')).toSorted()).toEqual(known.toSorted());
	expect(named.filter(file => file.startsWith('strategies/'))).toEqual(['strategies/index.ts']);
});
