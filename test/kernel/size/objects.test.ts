import {expect, test} from 'vitest';
import {objectsOf} from '../../../source/kernel/size/objects.ts';

const files: Record<string, string> = {
	Kbuild: 'obj-y += kernel/\nobj-$(CONFIG_NET) += net/\nobj-y += arch/$(SRCARCH)/\n',
	'kernel/Makefile': 'obj-y := fork.o exit.o\nobj-$(CONFIG_SMP) += smp.o\nlib-y += help.o\n',
	'net/Makefile': 'obj-y += socket.o\nobj-$(CONFIG_CARD) += card.o wifi/\ncard-y := main.o\ncard-$(CONFIG_LED) += led.o\n',
	'net/wifi/Makefile': 'obj-y += radio.o\n',
	'lib/Makefile': 'obj-y += string.o\n',
	'arch/x86/Kbuild': 'obj-y += kernel/\n',
	'arch/x86/kernel/Makefile': 'obj-y += head_$(BITS).o\n',
	'arch/x86/Makefile': 'libs-y += arch/x86/lib/\ndrivers-$(CONFIG_PCI) += arch/x86/pci/\n',
	'arch/x86/lib/Makefile': 'lib-y += copy.o\n',
	'arch/x86/pci/Makefile': 'obj-y += common.o\n',
};

function reader(withModules = true) {
	const asked: string[] = [];
	const objects = objectsOf({
		read(file) {
			asked.push(file);
			return files[file];
		},
		srcarch: 'x86',
		withModules,
	});
	return {
		asked,
		names: (options: Record<string, string>) => objects(option => options[option] ?? '')
			.map(({name, sources, isModule}) => (isModule ? 'module ' : '') + [name, ...sources].join(' '))
			.toSorted(),
	};
}

const least = [
	'arch/x86/kernel/head_64 arch/x86/kernel/head_64', 'arch/x86/lib/copy arch/x86/lib/copy', 'kernel/exit kernel/exit',
	'kernel/fork kernel/fork', 'kernel/help kernel/help', 'lib/string lib/string',
];

test('all folders that are entered without an option, and the architecture\'s own', () => {
	expect(reader().names({})).toEqual(least);
});

test('a driver of several files, as a part of the kernel and as a module', () => {
	const {names} = reader();
	const on = (options: Record<string, string>) => names({NET: 'y', ...options}).filter(name => !least.includes(name));
	expect(on({CARD: 'y'})).toEqual(['net/card net/main', 'net/socket net/socket', 'net/wifi/radio net/wifi/radio']);
	expect(on({CARD: 'm', LED: 'y'})).toEqual([
		'module net/card net/main net/led', 'module net/wifi/radio net/wifi/radio', 'net/socket net/socket',
	]);
});

test('modules are left out where nobody wants them', () => {
	expect(reader(false).names({NET: 'y', CARD: 'm'}).filter(name => !least.includes(name))).toEqual(['net/socket net/socket']);
});

test('a makefile is read again only where an option that it asks for has another value', () => {
	const {asked, names} = reader();
	names({NET: 'y'});
	asked.length = 0;
	names({NET: 'y', OTHER: 'y'});
	expect(asked).toEqual([]);
	expect(names({NET: 'y', PCI: 'y'})).toContain('arch/x86/pci/common arch/x86/pci/common');
	expect(asked).toEqual(['arch/x86/Makefile', 'arch/x86/pci/Kbuild', 'arch/x86/pci/Makefile']);
	expect(names({NET: 'y'})).not.toContain('arch/x86/pci/common arch/x86/pci/common');
});

test('folders that name each other, and one that is not there', () => {
	const loop: Record<string, string> = {Kbuild: 'obj-y += a/', 'a/Makefile': 'obj-y += one.o ../a/ ../ gone/'};
	const objects = objectsOf({read: file => loop[file], srcarch: 'x86'})(() => '');
	expect(objects.map(({name}) => name)).toEqual(['a/one']);
});
