import {expect, test} from 'vitest';
import {indexAliases, modulesFor} from '../../../source/kernel/hardware/aliases.ts';
import {processorSeconds} from '../../processor-seconds.ts';

const index = indexAliases([
	{pattern: 'pci:v00008086d000015B8sv*sd*bc*sc*i*', module: 'e1000e'},
	{pattern: 'pci:v00008086d*sv*sd*bc02sc80i*', module: 'wireless'},
	{pattern: 'pci:v000010ECd00008168sv00001028sd*bc*sc*i*', module: 'dell_only'},
	{pattern: 'pci:v*d*sv*sd*bc01sc06i01*', module: 'ahci'},
	{pattern: 'usb:v0BDAp8153d30[0-1]?dc*dsc*dp*icFFiscFFip00in*', module: 'r8152'},
	{pattern: 'usb:v*p*d*dc*dsc*dp*ic03isc*ip*in*', module: 'usbhid'},
	{pattern: 'acpi*:PNP0C0D:*', module: 'button'},
	{pattern: 'xen:vif', module: 'xen_netfront'},
]);

test.each([
	['pci:v00008086d000015B8sv00001043sd00008672bc02sc00i00', ['e1000e']],
	['pci:v00008086d000015B8sv*sd*bc*sc*i*', ['e1000e', 'wireless', 'ahci']],
	['pci:v00008086d000015B9sv00001043sd00008672bc02sc00i00', []],
	['pci:v00008086d00002723sv00008086sd00000084bc02sc80i00', ['wireless']],
	['pci:v000010ECd00008168sv00001462sd00007C02bc02sc00i00', []],
	['pci:v000010ECd00008168sv*sd*bc02sc00i*', ['dell_only']],
	['pci:v00001022d000043C8sv00001B21sd00001062bc01sc06i01', ['ahci']],
	['pci:v00001022d000043C8sv00001B21sd00001062bc01sc06i00', []],
	['usb:v0BDAp8153d3000dc00dsc00dp00icFFiscFFip00in00', ['r8152']],
	['usb:v0BDAp8153d3100dc00dsc00dp00icFFiscFFip00in00', []],
	['usb:v046DpC31Cd6400dc00dsc00dp00ic03isc01ip01in00', ['usbhid']],
	['xen:vif', ['xen_netfront']],
	['platform:coretemp', []],
])('%s', (modalias, modules) => {
	expect(modulesFor(index, modalias)).toEqual(modules);
});

test('a table of 20,000 lines is read and asked in no time', async () => {
	const many = Array.from({length: 20_000}, (_, id) => ({pattern: `pci:v00008086d${id.toString(16).toUpperCase().padStart(8, '0')}sv*sd*bc*sc*i*`, module: `m${id}`}));
	const seconds = await processorSeconds(() => {
		const large = indexAliases(many);
		for (let id = 0; id < 200; id++) {
			expect(modulesFor(large, `pci:v00008086d${id.toString(16).toUpperCase().padStart(8, '0')}sv00000000sd00000000bc02sc00i00`)).toEqual([`m${id}`]);
		}
	});
	expect(seconds).toBeLessThan(1);
});
