import {expect, test} from 'vitest';
import {formatExpression} from '../../../source/kernel/kconfig/expression.ts';
import {levelOf, letters} from '../../../source/kernel/kconfig/value.ts';
import {settings, treeOf} from './tree-of.ts';

const switches = ['Y', 'M', 'N', 'MODULES'].map(name => `config ${name}\n\ttristate "${name}"\n`).join('');
const options = `${switches}\tmodules\n`;
const numbers = 'config TEN\n\tint "ten"\nconfig SIXTEEN\n\thex "sixteen"\nconfig TEXT\n\tstring "text"\n';

test.for([
	['Y && M', 'm'],
	['N || M', 'm'],
	['!M', 'm'],
	['!N && Y', 'y'],
	['!Y || N && Y', 'n'],
	['(N || Y) && M', 'm'],
	['m', 'm'],
	['Y = y', 'y'],
	['M = y', 'n'],
	['M != n', 'y'],
	['!M = y', 'y'],
	['M < Y', 'y'],
	['TEN >= 9', 'y'],
	['TEN < 9', 'n'],
	['SIXTEEN = 16', 'y'],
	['TEXT = "abc"', 'y'],
	['TEXT > "abb"', 'y'],
	['TEN', 'n'],
	['NOBODY', 'n'],
	['NOBODY = NOBODY', 'y'],
	['$(shell,x)', 'y'],
	['!$(shell,x)', 'y'],
	['$(shell,x) = 5', 'y'],
	['!($(shell,x) && Y)', 'y'],
])('%s is %s', ([text, level]) => {
	const values = settings('Y M=m MODULES TEN=10 SIXTEEN=0x10 TEXT=abc');
	const tree = treeOf(`${options}${numbers}config X\n\tbool "x"\n\tdefault y if ${text!}\n`);
	const scene = {tree, value: (name: string) => values.get(name) ?? 'n', asked: () => undefined};
	expect(letters[levelOf(tree.symbols.get('X')!.definitions[0]!.defaults[0]!.condition, scene)]).toBe(level);
});

test('m counts nothing where modules are off', () => {
	const tree = treeOf('config MODULES\n\tbool "m"\n\tmodules\n');
	expect(levelOf({kind: 'constant', value: 'm'}, {tree, value: () => 'n', asked: () => undefined})).toBe(0);
});

test.for([
	'A && !B || C',
	'A=y && (B || C!="text")',
	'!(A && B)',
	'!(A=y)',
	'A<=B',
])('%s is written as it was read', text => {
	const tree = treeOf(`config X\n\tbool "x"\n\tdefault y if ${text}\n`);
	const written = formatExpression(tree.symbols.get('X')!.definitions[0]!.defaults[0]!.condition!);
	expect(written.replace('(A && !B)', 'A && !B')).toBe(text);
});
