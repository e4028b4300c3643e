import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {selectDriversProgram} from '../../source/kernel/drivers.ts';

const modulesDep = [
	'kernel/drivers/net/ethernet/intel/e1000e/e1000e.ko.xz:',
	'kernel/drivers/net/ethernet/mellanox/mlx4/mlx4_core.ko:',
	'kernel/drivers/net/ethernet/mellanox/mlx4/mlx4_en.ko: kernel/drivers/net/ethernet/mellanox/mlx4/mlx4_core.ko',
	'kernel/drivers/net/ethernet/realtek/r8169.ko: kernel/drivers/net/phy/libphy.ko',
	'kernel/drivers/net/phy/libphy.ko:',
	'kernel/drivers/net/virtio_net.ko: kernel/net/core/failover.ko',
	'kernel/drivers/net/xen-netfront.ko:',
	'kernel/drivers/net/wireless/intel/iwlwifi/iwlwifi.ko.zst:',
	'kernel/drivers/net/wireguard/wireguard.ko:',
	'kernel/drivers/net/can/vcan.ko:',
	'kernel/drivers/usb/host/xhci-pci.ko: kernel/drivers/usb/host/xhci-hcd.ko',
	'kernel/drivers/virtio/virtio_pci.ko: kernel/drivers/virtio/virtio.ko',
	'kernel/fs/ext4/ext4.ko:',
	'',
].join('\n');

const select = (drivers: Parameters<typeof selectDriversProgram>[0]) =>
	execFileSync('awk', [selectDriversProgram(drivers)], {input: modulesDep, encoding: 'utf8'}).trim().split('\n');

test('all-network takes wired cards, their buses and keyboards, and nothing a firmware cannot boot over', () => {
	expect(select('all-network')).toEqual(['e1000e', 'mlx4_core', 'mlx4_en', 'r8169', 'libphy', 'virtio_net', 'xen_netfront', 'xhci_pci', 'virtio_pci']);
});

test('a module that is not there is named', () => {
	expect(() => select(['e1000e', 'nope'])).toThrow(/this kernel has no module nope/);
});

test('a list takes the named ones, on the buses they need', () => {
	expect(select(['e1000e', 'ext4', 'xhci-pci'])).toEqual(['xhci_pci', 'virtio_pci', 'e1000e', 'ext4']);
});

test('what a driver asks the kernel for while it runs comes along, as far as the kernel has it', () => {
	expect(select(['mlx4_core'])).toContain('mlx4_en');
	expect(select(['r8169'])).not.toContain('realtek');
});
