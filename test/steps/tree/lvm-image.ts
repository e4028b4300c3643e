import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import collect from '../../../source/steps/unpacker/collect.sh';
import machineInit from '../../../source/steps/tree/read-disk-init.sh';
import readDisk from '../../../source/steps/tree/read-disk.sh';

/**
Makes an image of a disk with one MBR partition, in it a volume group `small` with the volumes `root`, a copy of `source`,
and `swap`: by LVM's own tools, in the virtual machine that reads images, so that no device of this machine is touched.
*/
export async function makeLvmImage(source: string, target: string, work: string): Promise<void> {
	const folder = path.join(work, 'lvm');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'collect.sh'), collect);
	writeFileSync(path.join(folder, 'read-disk.sh'), readDisk);
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
for module in virtio_pci virtio_blk dm_mod; do
	modprobe -q "$module"
done
wait_for_disks
printf 'n\np\n1\n2048\n+60M\nt\n8e\nw\n' | fdisk -u "/dev/$archive"
/tools/lvm pvcreate -y "/dev/$archive"1 && /tools/lvm vgcreate small "/dev/$archive"1 || finish 'failed no volume group'
/tools/lvm lvcreate -y -W n -Z n -L 32M -n root small && /tools/lvm lvcreate -y -W n -Z n -L 8M -n swap small || finish 'failed no volumes'
/tools/lvm vgmknodes
dd "if=/dev/$image" of=/dev/small/root bs=1M || finish 'failed no copy'
/tools/lvm vgchange -a n
finish "packed $((62 * 1048576))"
`;
