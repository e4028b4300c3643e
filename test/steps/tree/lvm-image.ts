import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import collect from '../../../source/steps/unpacker/collect.sh';
import devices from '../../../source/steps/tree/read-disk-devices.sh';
import fstab from '../../../source/steps/tree/read-disk-fstab.sh';
import machineInit from '../../../source/steps/tree/read-disk-init.sh';
import readDisk from '../../../source/steps/tree/read-disk.sh';

/**
Makes an image of a disk with an MBR. In its first partition a volume group `small`: `root`, a copy of `source`, `thin`, a
thin volume with another one, `swap`, and a snapshot of `root`. In a logical partition, the fifth, a btrfs as Fedora and
Debian lay it out, with a subvolume within one and a snapshot of that. By LVM's and btrfs' own tools, in the virtual machine
that reads images, so that no device of this machine is touched.
*/
export async function makeLvmImage(source: string, target: string, work: string): Promise<void> {
	const folder = path.join(work, 'lvm');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'collect.sh'), collect);
	writeFileSync(path.join(folder, 'devices.sh'), devices);
	writeFileSync(path.join(folder, 'fstab.sh'), fstab);
	writeFileSync(path.join(folder, 'read-disk.sh'), readDisk.replace('set -- tar blkid lvm\n', '$&set -- "$@" sfdisk mkfs.btrfs btrfs\n'));
	// What it finds its disks with, and then something else.
	writeFileSync(path.join(folder, 'machine-init.sh'), machineInit.slice(0, machineInit.indexOf('\nfor module in')) + makeVolumes);
	const {stdout} = await execa('sh', ['read-disk.sh', source, '', '../kernel', 'tcg'], {cwd: folder, all: true});
	if (!readFileSync(path.join(folder, 'heard.txt'), 'utf8').includes('ramstrap: packed')) {
		throw new Error(stdout);
	}

	renameSync(path.join(folder, 'disk.tar'), target);
	rmSync(folder, {recursive: true});
}

const makeVolumes = String.raw`
for module in virtio_pci virtio_blk ext4 btrfs dm_mod; do
	modprobe -q "$module"
done
wait_for_disks
start_volumes
printf '2048,140M,8e\n,300M,5\n5 : size=280M, type=83\n' | /tools/sfdisk -q "/dev/$archive" || finish 'failed no partitions'
lvm() {
	/tools/lvm "$@" || finish "failed lvm $*"
}
lvm pvcreate -y "/dev/$archive"1
lvm vgcreate small "/dev/$archive"1
lvm lvcreate -y -W n -Z n -L 32M -n root small
lvm lvcreate -y -W n -Z n -L 8M -n swap small
lvm lvcreate -y -W n -Z n -L 40M -T small/pool
lvm lvcreate -y -V 32M -T small/pool -n thin
/tools/lvm vgmknodes
dd "if=/dev/$image" of=/dev/small/root bs=1M && dd "if=/dev/$image" of=/dev/small/thin bs=1M || finish 'failed no copy'
lvm lvcreate -y -s -L 8M -n kept small/root
/tools/mkfs.btrfs -f -q "/dev/$archive"5 || finish 'failed no btrfs'
mkdir /btrfs
mount "/dev/$image" /mnt && mount "/dev/$archive"5 /btrfs || finish 'failed no mount'
for name in @ @home; do
	/tools/btrfs -q subvolume create "/btrfs/$name"
done
/tools/tar -C /mnt --xattrs '--xattrs-include=*' --exclude=./lost+found -cf - . | /tools/tar -C /btrfs/@ --xattrs '--xattrs-include=*' -xf -
mkdir -p /btrfs/@/home /btrfs/@/opt /btrfs/@/.snapshots/1
echo mine >/btrfs/@home/file
/tools/btrfs -q subvolume create /btrfs/@/opt/app
echo data >/btrfs/@/opt/app/payload
printf 'UUID=old / btrfs subvol=@ 0 0\nUUID=old /home btrfs subvol=/@home,compress=zstd 0 0\n' >/btrfs/@/etc/fstab
/tools/btrfs -q subvolume snapshot /btrfs/@ /btrfs/@/.snapshots/1/snapshot
umount /btrfs /mnt
/tools/lvm vgchange -a n
finish "packed $((450 * 1048576))"
`;
