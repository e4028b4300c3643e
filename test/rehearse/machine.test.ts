import {expect, test} from 'vitest';
import {nodeMacs, qemuArguments, type Machine} from '../../source/rehearse/machine.ts';

const machine: Machine = {qemu: '/usr/bin/qemu-system-x86_64', firmware: 'bios', accelerator: 'tcg', memory: 512, tap: 'tap0', mac: '52:54:00:12:34:56', card: 'virtio-net-pci'};

test('a BIOS machine boots from the ROM of its card', () => {
	expect(qemuArguments(machine).join(' ')).toBe('/usr/bin/qemu-system-x86_64 -nodefaults -accel tcg -cpu max,-erms,-fsrm -m 512 -machine pc,graphics=off -boot n -display none -serial stdio -no-reboot'
		+ ' -netdev tap,id=wire,ifname=tap0,script=no,downscript=no -device virtio-net-pci,netdev=wire,mac=52:54:00:12:34:56 -device virtio-rng-pci');
});

test('a UEFI machine boots by OVMF alone; a card that OVMF does not know keeps the driver in its ROM', () => {
	expect(qemuArguments({...machine, firmware: 'uefi', card: 'virtio-net-pci', accelerator: 'kvm', ovmf: {code: '/o,vmf/code.fd', vars: '/ovmf/vars.fd'}}).join(' ')).toBe(
		'/usr/bin/qemu-system-x86_64 -nodefaults -accel kvm -cpu max -m 512 -machine q35 -drive if=pflash,unit=0,format=raw,readonly=on,file=/o,,vmf/code.fd'
		+ ' -drive if=pflash,unit=1,format=raw,snapshot=on,file=/ovmf/vars.fd -fw_cfg name=opt/org.tianocore/IPv6PXESupport,string=no -display none -serial stdio -no-reboot'
		+ ' -netdev tap,id=wire,ifname=tap0,script=no,downscript=no -device virtio-net-pci,netdev=wire,mac=52:54:00:12:34:56,romfile= -device virtio-rng-pci',
	);
	for (const card of ['e1000', 'e1000e', 'rtl8139'] as const) {
		expect(qemuArguments({...machine, firmware: 'uefi', card, ovmf: {code: '/code.fd', vars: '/vars.fd'}}).join(' ')).not.toContain('romfile');
	}

	expect(() => qemuArguments({...machine, firmware: 'uefi'})).toThrow('OVMF');
});

test('Secure Boot is on where only the firmware itself can change its keys; HTTP boot is what is left without PXE', () => {
	const uefi = {...machine, firmware: 'uefi' as const, ovmf: {code: '/code.fd', vars: '/vars.fd'}};
	expect(qemuArguments({...uefi, secureBoot: true}).join(' ')).toContain(' -machine q35,smm=on -global driver=cfi.pflash01,property=secure,value=on -drive ');
	expect(qemuArguments(uefi).join(' ')).not.toContain('secure');
	const names = (more: object) => qemuArguments({...uefi, ...more}).filter(word => word.includes('PXESupport'));
	expect(names({httpBoot: true})).toEqual([6, 4].map(version => `name=opt/org.tianocore/IPv${version}PXESupport,string=no`));
	expect(names({})).toHaveLength(1);
});

test('addresses are those the recipe knows, then the same made-up ones every time', () => {
	const made = nodeMacs('rambox', 3, []);
	expect(made).toEqual(nodeMacs('rambox', 3, []));
	expect(new Set(made).size).toBe(3);
	expect(made.every(mac => /^52:54:00(?::[\da-f]{2}){3}$/.test(mac))).toBe(true);
	expect(nodeMacs('other', 1, [])).not.toEqual(nodeMacs('rambox', 1, []));
	expect(nodeMacs('rambox', 3, ['aa:bb:cc:dd:ee:ff'])).toEqual(['aa:bb:cc:dd:ee:ff', made[1], made[2]]);
	expect(nodeMacs('rambox', 1, ['aa:bb:cc:*:*:*'])).toEqual([made[0]!.replace('52:54:00', 'aa:bb:cc')]);
});
