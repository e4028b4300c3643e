import {expect, test} from 'vitest';
import {readMakefile} from '../../../source/kernel/size/makefile.ts';

/** The objects of a makefile, with options that are on as given. */
function objects(text: string, options: Record<string, string> = {}, files: Record<string, string> = {}): string[] {
	const variables = readMakefile(text, name => options[name.replace('CONFIG_', '')], file => files[file]);
	return (variables.get('obj-y') ?? '').split(/\s+/).filter(Boolean);
}

test('what an option switches on is there when it is on', () => {
	const text = 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nobj-y += c.o # always\n';
	expect(objects(text, {A: 'y', B: 'm'})).toEqual(['a.o', 'c.o']);
	expect(readMakefile(text, name => name === 'CONFIG_B' ? 'm' : '').get('obj-m')?.trim()).toBe('b.o');
});

test('lines that are continued are one line', () => {
	expect(objects('obj-y := a.o \\\n\tb.o \\\n  c.o\nobj-y += d.o\n')).toEqual(['a.o', 'b.o', 'c.o', 'd.o']);
});

test.each([
	['ifdef CONFIG_A', 'on'],
	['ifndef CONFIG_A', 'off'],
	['ifeq ($(CONFIG_A),y)', 'on'],
	['ifeq ($(CONFIG_A), y)', 'on'],
	['ifneq ($(CONFIG_A),y)', 'off'],
	['ifneq ($(CONFIG_A),)', 'on'],
	['ifeq ($(CONFIG_A)$(CONFIG_B),yy)', 'off'],
	['ifeq ("$(CONFIG_A)","y")', 'on'],
	['ifeq ($(filter $(CONFIG_A),y m),)', 'off'],
	['ifneq ($(CONFIG_B)$(CONFIG_A),)', 'on'],
])('%s', (condition, met) => {
	expect(objects(`${condition}\nobj-y += on.o\nelse\nobj-y += off.o\nendif\nobj-y += end.o\n`, {A: 'y'}))
		.toEqual([`${met}.o`, 'end.o']);
});

test('conditions nest, and one branch of many is taken', () => {
	const text = `
ifeq ($(CONFIG_SIZE),1)
  obj-y += one.o
else ifeq ($(CONFIG_SIZE),2)
  obj-y += two.o
  ifdef CONFIG_A
    obj-y += two-a.o
  endif
else ifdef CONFIG_A
  obj-y += a.o
else
  obj-y += other.o
endif
`;
	expect(objects(text, {SIZE: '2'})).toEqual(['two.o']);
	expect(objects(text, {SIZE: '2', A: 'y'})).toEqual(['two.o', 'two-a.o']);
	expect(objects(text, {SIZE: '3', A: 'y'})).toEqual(['a.o']);
	expect(objects(text)).toEqual(['other.o']);
});

test.each([
	['$(subst m,y,$(CONFIG_M))', 'y'],
	['$(if $(CONFIG_M),y)', 'y'],
	['$(if $(CONFIG_NONE),,y)', 'y'],
	['$(or $(CONFIG_NONE),$(CONFIG_Y))', 'y'],
	['$(and $(CONFIG_M),$(CONFIG_Y))', 'y'],
	['$(strip $(CONFIG_Y) )', 'y'],
	['$(filter y,$(CONFIG_M) $(CONFIG_Y))', 'y'],
])('obj-%s', (suffix, value) => {
	expect(suffix).not.toBe(value);
	expect(objects(`obj-${suffix} += a.o\n`, {M: 'm', Y: 'y'})).toEqual(['a.o']);
});

test.each([
	['$(addprefix lib/,a.o b.o)', ['lib/a.o', 'lib/b.o']],
	['$(addsuffix .o,a b)', ['a.o', 'b.o']],
	['$(names:=.o)', ['a.o', 'b.o']],
	['$(files:.c=.o)', ['c.o', 'd.o']],
	['$(patsubst %.c,%_64.o,$(files))', ['c_64.o', 'd_64.o']],
	['$(filter-out b%,a.o b.o)', ['a.o']],
	['$(sort b.o a.o b.o)', ['a.o', 'b.o']],
	['sys_$(BITS).o', ['sys_64.o']],
	['$(wildcard *.o) $(shell ls)', []],
	['$(unknown thing)', []],
])('%s', (text, found) => {
	const variables = readMakefile(
		`names := a b\nfiles = c.c d.c\nobj-y := ${text}\n`,
		name => name === 'BITS' ? '64' : undefined,
	);
	expect(variables.get('obj-y')!.split(/\s+/).filter(Boolean)).toEqual(found);
});

test('another makefile is read where it is included, itself only so often', () => {
	expect(objects('include lib/more\nobj-y += a.o\n', {}, {'lib/more': 'obj-y += more.o\n'})).toEqual(['more.o', 'a.o']);
	expect(objects('include me\nobj-y += a.o\n', {}, {me: 'include me\nobj-y += me.o\n'}).length).toBeLessThan(20);
	expect(objects('-include missing\nobj-y += a.o\n')).toEqual(['a.o']);
});

test('a default does not replace what is set; rules and their commands set nothing', () => {
	expect(objects('kind := y\nkind ?= n\nobj-$(kind) += a.o\n')).toEqual(['a.o']);
	expect(objects('obj-y += a.o\n$(obj)/b.o: $(src)/b.c FORCE\n\t$(call if_changed,cc)\n')).toEqual(['a.o']);
});

test.each(['endif\nobj-y += a.o', 'obj-y += a.o $(', 'obj-y += a.o\nifdef', 'else\nobj-y += a.o'])(
	'what is no makefile is read as far as it goes: %j',
	text => {
		expect(objects(text)).toContain('a.o');
	},
);

test('a macro that names each object of a list', () => {
	const text = `
with-$(CONFIG_A) += a.o
with-$(CONFIG_A) += b.o
define PREFIXED
intel-$(1)-y := $(1).o
obj-$(2) += intel-$(1).o
endef
$(foreach one, $(basename $(with-y)), $(eval $(call PREFIXED,$(one),y)))
`;
	const variables = readMakefile(text, name => name === 'CONFIG_A' ? 'y' : undefined);
	expect(Object.fromEntries(variables.entries().map(([name, value]) => [name, value.trim()]))).toEqual({
		'with-y': 'a.o b.o', 'obj-y': 'intel-a.o intel-b.o', 'intel-a-y': 'a.o', 'intel-b-y': 'b.o',
	});
	expect(objects('define AGAIN\n$(eval $(call AGAIN))\nobj-y += a.o\nendef\n$(eval $(call AGAIN))\n').length)
		.toBeLessThan(200);
});

test.each([
	['grows', `a := x${'\na := $(a)$(a)'.repeat(100)}`],
	['is nested', `a := ${'$('.repeat(100_000)}`],
	['counts', `l := 1 2 3 4 5 6 7 8 9\n${'$(foreach a,$(l),'.repeat(50)}x${')'.repeat(50)}`],
])('a makefile that %s without end is read to its end', (_, text) => {
	expect(objects(`obj-y += a.o\n${text}\n`)).toContain('a.o');
});
