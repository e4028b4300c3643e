import {expect, test} from 'vitest';
import {formatExpression} from '../../../source/kernel/kconfig/expression.ts';
import {treeOf} from './tree-of.ts';

test.for([
	['simple variables are expanded at once', 'X := 1\nY := $(X)\nX := 2', '$(Y)', '"1"'],
	['recursive ones when they are used', 'X := 1\nY = $(X)\nX := 2', '$(Y)', '"2"'],
	['appending goes on as the variable began', 'X := 1\nY := a\nY += $(X)\nX := 2', '$(Y)', '"a 1"'],
	['functions take what is between commas as it stands', 'f = <$(1)|$(2)>', '$(f,a, b)', '"<a| b>"'],
	['functions call functions', 'f = [$(1)]\ng = $(f,$(1)$(comma))\ncomma := ,', '$(g,x)', '"[x,]"'],
	['parentheses within arguments', 'f = $(1)', '$(f,(a,b))', '"(a,b)"'],
	['names may be made of macros', 'N := P\n$(N)Q := 5', '$(PQ)', '"5"'],
	['the environment comes last', 'ARCHES := $(ARCH)s', '$(ARCHES) $(NOBODY)', '"x86_64s "'],
	['the reader knows where it is', '', '$(filename):$(lineno)', '"Kconfig:4"'],
	['info and warnings are nothing', '$(info,hello)\n$(warning-if,y,hello)', 'x$(info,a)', '"x"'],
	['escaped quotes', '', String.raw`a\"b`, '"a"b"'],
])('%s', ([, before, text, expected]) => {
	const tree = treeOf(`${before!}\nconfig A\n\tstring\n\tdefault "${text!}"\n`);
	expect(tree.skipped).toEqual([]);
	expect(formatExpression(tree.symbols.get('A')!.definitions[0]!.defaults[0]!.value)).toBe(expected);
});

test('a bare macro is a word, or nothing at all', () => {
	const tree = treeOf('YES := y\nNAME := B\nconfig A\n\tbool\n\tdefault $(YES)\n\tdepends on HAS_$(NAME) && $(NAME)_C\n\tselect $(NAME)$(NOBODY)\n');
	const [definition] = tree.symbols.get('A')!.definitions;
	expect(definition!.defaults[0]!.value).toEqual({kind: 'constant', value: 'y', from: '$(YES)'});
	expect(definition!.conditions).toEqual([{kind: 'symbol', name: 'HAS_B'}, {kind: 'symbol', name: 'B_C'}]);
	expect(definition!.selects).toEqual([{name: 'B'}]);
});

test('no command is ever run: what a shell would tell is unknown, whatever way it goes', () => {
	const tree = treeOf(`
if-success = $(shell,{ $(1); } >/dev/null 2>&1 && echo "$(2)" || echo "$(3)")
success = $(if-success,$(1),y,n)
cc-option = $(success,trap "rm -rf .tmp_$$" EXIT; $(CC) $(1) -c -x c /dev/null)
version := $(shell,gcc --version)
$(error-if,$(success,false),never said)
config A
	bool "a"
	depends on $(cc-option,-mfoo) && !$(success,test -e "x y") && B
	default "$(version)" if $(unheard-of,1) = 3
source "$(shell,echo gone)"
`);
	expect(tree.skipped).toEqual([]);
	const [definition] = tree.symbols.get('A')!.definitions;
	expect(definition!.conditions).toEqual([
		{kind: 'unknown', text: '$(cc-option,-mfoo)'},
		{kind: 'not', of: {kind: 'unknown', text: '$(success,test -e "x y")'}},
		{kind: 'symbol', name: 'B'},
	]);
	expect(definition!.defaults).toMatchObject([{value: {kind: 'unknown', text: '"$(version)"'}, condition: {left: {kind: 'unknown'}}}]);
});
