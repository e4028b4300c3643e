import {readFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, inject, test} from 'vitest';
import {rehearse} from '../../source/rehearse/rehearse.ts';
import {temporaryFolder} from '../journeys/program.ts';
import {requestFrom} from '../rehearse/built-home.ts';

// Recipes for a purpose do what they are for: a unit that a test adds does it on the node, before the node is up.

test('container-host: a container runs on an overlay, and reaches the network', async () => {
	const said = await sayings('container-host', `
mkdir -p /run/box/bin
cp /usr/lib/ramstrap/busybox /run/box/bin/busybox
tar -C /run/box -c . | podman import -q - box >/dev/null
echo "storage: $(podman info --format '{{.Store.GraphDriverName}} {{index .Store.GraphStatus "Native Overlay Diff"}}'), $(findmnt -no FSTYPE /var/lib/containers)"
podman run --rm --memory 64m box /bin/busybox sh -c 'echo "inside: $(/bin/busybox id -u) $(/bin/busybox hostname | /bin/busybox wc -c)"; /bin/busybox wget -S -O /dev/null http://192.168.24.1/ 2>&1 | /bin/busybox grep -q HTTP/ && echo "network: reached"'
podman run -d -p 8080:80 box /bin/busybox httpd -f -p 80 -h /bin >/dev/null
sleep 1
served=$(/usr/lib/ramstrap/busybox wget -qO- http://127.0.0.1:8080/busybox | wc -c)
echo "port: $([ "$served" = "$(stat -c %s /run/box/bin/busybox)" ] && echo published)"
podman rm -fa -t 0 >/dev/null
`);
	expect(said).toEqual(['storage: overlay true, tmpfs', 'inside: 0 13', 'network: reached', 'port: published']);
});

test('rescue: nothing is assembled or activated by itself, and what it is for works', async () => {
	const said = await sayings('rescue', `
cd /root
truncate -s 64M a b c; truncate -s 400M d
attach() { losetup -f --show "$1"; }
a=$(attach a); b=$(attach b); c=$(attach c)
yes | mdadm --create /dev/md/old --quiet --run --level=1 --raid-devices=2 --metadata=1.2 "$a" "$b"
pvcreate -qq -y "$c"; vgcreate -qq old "$c"; lvcreate -qq -y -an -Zn -L 8M -n data old
mdadm --stop --quiet --scan; losetup -D; udevadm settle
a=$(attach a); b=$(attach b); c=$(attach c)
for disk in "$a" "$b" "$c"; do udevadm trigger --action=change --settle "$disk"; done
sleep 2
echo "by itself: $(grep -c '^md' /proc/mdstat) arrays, $(lvs --noheadings -o active old | grep -c active) volumes"
mdadm --assemble --scan --quiet; vgchange -qq -ay old; udevadm settle
echo "when asked: $(grep -c '^md' /proc/mdstat) arrays, $(lvs --noheadings -o active old | grep -c active) volumes"
done=
for kind in ext4 xfs btrfs vfat exfat ntfs; do
	rm -f d; truncate -s 400M d
	case $kind in ntfs) mkntfs -FqQ d ;; *) "mkfs.$kind" d ;; esac >/dev/null
	mount -o loop d /mnt
	echo kept >/mnt/file; umount /mnt; mount -o loop d /mnt
	[ "$(cat /mnt/file)" != kept ] || done="$done $kind"
	umount /mnt
done
echo "file systems:$done"
rm -f d; truncate -s 64M d
printf secret | cryptsetup -q luksFormat --pbkdf-memory 16384 --pbkdf-force-iterations 4 --key-file - d
printf secret | cryptsetup open --key-file - d opened
echo "encryption: $(dmsetup info -c --noheadings -o name opened)"
ddrescue -q a copy map
echo "copy: $(cmp a copy && echo equal)"
echo "tools: $(for tool in smartctl nvme hdparm gdisk parted testdisk photorec partclone.ext4 efibootmgr lspci lsusb dmidecode ethtool memtester rsync curl tmux; do command -v $tool >/dev/null || echo "no $tool"; done)"
`);
	expect(said).toEqual([
		'by itself: 0 arrays, 0 volumes', 'when asked: 1 arrays, 1 volumes', 'file systems: ext4 xfs btrfs vfat exfat ntfs',
		'encryption: opened', 'copy: equal', 'tools:',
	]);
});

/** What a script says on a node of this recipe. The node is up only after it has ended, as it should be in all else. */
async function sayings(recipe: string, script: string): Promise<string[]> {
	const folder = temporaryFolder();
	const write = (name: string, text: string) => {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	};

	write('usr/local/sbin/purpose', `exec 2>/run/purpose.log\n${script}`);
	write('etc/systemd/system/purpose.service', unit);
	mkdirSync(path.join(folder, 'etc/systemd/system/multi-user.target.wants'));
	symlinkSync('../purpose.service', path.join(folder, 'etc/systemd/system/multi-user.target.wants/purpose.service'));
	const request = await requestFrom(inject('builtHome'), recipe, {set: [`tree.files=${folder}`, 'server.timeout=0']});
	const {nodes: [node]} = await rehearse({...request, keep: true});
	expect(node, JSON.stringify(node)).toMatchObject({up: true, init: 'systemd', system: 'running', root: {type: 'overlay'}});
	return readFileSync(node!.console, 'utf8').split('\n').flatMap(line => /purpose> (.*)/.exec(line)?.[1] ?? []).map(line => line.replace('\r', ''));
}

const unit = `[Unit]
Description=What this node is for
After=network-online.target systemd-udev-settle.service
Wants=network-online.target
Before=ramstrap-up.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'sh /usr/local/sbin/purpose >/run/purpose.txt; sed "s/^/purpose> /" /run/purpose.txt >/dev/console; sed "s/^/purpose! /" /run/purpose.log >/dev/console'
`;
