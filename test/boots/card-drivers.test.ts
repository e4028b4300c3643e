import {expect, test} from 'vitest';
import {cardDrivers} from '../../source/boots/card-drivers.ts';

const alias = (vendor: string, device: string, module: string) => `alias pci:v0000${vendor}d0000${device}sv*sd*bc*sc*i* ${module}\n`;
const kernel = {alias: `${alias('8086', '100E', 'e1000')}${alias('10EC', '8168', 'r8169')}alias pci:v00008086d*sv*sd*bc04sc03i00* snd_hda_intel\n`};

test('a card is held against all drivers of the kernel and against those that go along', () => {
	const drivers = cardDrivers(kernel, {alias: alias('10EC', '8168', 'r8169')});
	expect(drivers('8086:100e')).toEqual({modules: ['e1000'], there: false});
	expect(drivers('10ec:8168')).toEqual({modules: ['r8169'], there: true});
	expect(drivers('8086:ffff')).toEqual({modules: [], there: false});
});

test('a virtio card has a driver when its bus and itself have one', () => {
	const bus = 'alias pci:v00001AF4d*sv*sd*bc*sc*i* virtio_pci\n';
	const all = {alias: `${bus}alias virtio:d00000001v* virtio_net\n`};
	expect(cardDrivers(all, all)('1af4:1000')).toEqual({modules: ['virtio_net'], there: true});
	expect(cardDrivers(all, {alias: bus})('1af4:1041')).toEqual({modules: ['virtio_net'], there: false});
});

test('what is built into the kernel is there', () => {
	const drivers = cardDrivers(kernel, {alias: '', builtin: 'e1000.alias=pci:v00008086d0000100Esv*sd*bc*sc*i*\0'});
	expect(drivers('8086:100e').there).toBe(true);
});
