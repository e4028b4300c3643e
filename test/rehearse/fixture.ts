import {existsSync, readdirSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {execa} from 'execa';

/**
A node of our own for the tests of the lab: BusyBox, the drivers of a virtio card and a small /init that speaks as
ours does. Kernel and BusyBox are unpacked packages below RAMSTRAP_TEST_LAB (or /tmp/lab); without them these tests are skipped.
*/
const lab = process.env.RAMSTRAP_TEST_LAB ?? '/tmp/lab';
const release = existsSync(`${lab}/cloud-amd64/lib/modules`) ? readdirSync(`${lab}/cloud-amd64/lib/modules`)[0] : undefined;

export const ready = release !== undefined && existsSync(`${lab}/bb/bin/busybox`) && process.getuid?.() === 0;
export const kernel = `${lab}/cloud-amd64/boot/vmlinuz-${release}`;
export const busybox = `${lab}/bb/bin/busybox`;
export const self = [process.execPath, resolve(import.meta.dirname, 'lab-command.ts')];

const drivers: Record<string, string> = {
	virtio_ring: 'drivers/virtio', virtio: 'drivers/virtio', virtio_pci_modern_dev: 'drivers/virtio', virtio_pci_legacy_dev: 'drivers/virtio', virtio_pci: 'drivers/virtio',
	failover: 'net/core', net_failover: 'drivers/net', virtio_net: 'drivers/net',
};

export async function makeInitrd(folder: string, {withDrivers = true} = {}): Promise<string> {
	await mkdir(folder, {recursive: true});
	await writeFile(join(folder, 'init'), init);
	await writeFile(join(folder, 'udhcpc'), '#!/bin/sh\n[ "$1" = bound ] && ip addr add $ip/$mask dev $interface\nexit 0\n');
	const modules = withDrivers ? Object.entries(drivers) : [];
	const keywords = 'uid=0 gid=0 time=0';
	await writeFile(join(folder, 'manifest'), [
		'#mtree',
		...['dev', 'bin', 'modules'].map(name => `./${name} type=dir mode=0755 ${keywords}`),
		`./dev/console type=char device=native,5,1 mode=0600 ${keywords}`,
		`./bin/busybox type=file mode=0755 ${keywords} contents=${busybox}`,
		`./init type=file mode=0755 ${keywords} contents=${folder}/init`,
		`./udhcpc type=file mode=0755 ${keywords} contents=${folder}/udhcpc`,
		...modules.map(([name, path], index) => `./modules/${index}-${name}.ko type=file mode=0644 ${keywords} contents=${lab}/cloud-amd64/lib/modules/${release}/kernel/${path}/${name}.ko`),
		'',
	].join('\n'));
	const output = join(folder, 'initrd');
	await execa('sh', ['-c', `bsdtar -cf - --format=ustar @manifest | bsdtar -cf - --format=newc @- | gzip -1 > ${output}`], {cwd: folder});
	return output;
}

const init = String.raw`#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /sbin /usr/bin /usr/sbin
/bin/busybox --install -s
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev
echo 'ramstrap: init'
server=$(sed -n 's/.*ramstrap.server=\([^ ]*\).*/\1/p' /proc/cmdline)
for module in /modules/*; do [ -e $module ] && insmod $module; done
sleep 0.5
if [ ! -e /sys/class/net/eth0 ]; then
	ids=$(for device in /sys/bus/pci/devices/*; do case $(cat $device/class) in 0x02*) echo "$(cut -c3- $device/vendor):$(cut -c3- $device/device)";; esac; done)
	echo "ramstrap: failed: no driver for a network card: $ids"
	exec sleep 600
fi
ip link set lo up; ip link set eth0 up
udhcpc -q -n -i eth0 -s /udhcpc || { echo 'ramstrap: failed: no address: no DHCP server answered on eth0'; exec sleep 600; }
mac=$(cat /sys/class/net/eth0/address)
address=$(ip -4 -o addr show eth0 | awk '{print $4}')
echo "ramstrap: network $address"
total=$(awk '/MemTotal/{print $2}' /proc/meminfo); free=$(awk '/MemAvailable/{print $2}' /proc/meminfo)
wget -q -O /dev/null --post-data "memory.totalKiB $total
memory.usedKiB $((total - free))
root.type $(awk '$2=="/"{print $3; exit}' /proc/mounts)
$(awk '{print "mount", $1, $2, $3}' /proc/mounts)
interface eth0 $mac $address
devices $(ls /dev | wc -l)
kernel $(uname -r)
hostname $(hostname)" "$server/report/up?mac=$mac"
echo 'ramstrap: up'
exec sleep 600
`;
