import {virtio} from './parents.ts';
import type {Row} from './row.ts';

const squashfs = ['BLOCK', 'MISC_FILESYSTEMS', 'SQUASHFS'];
const nfs = ['NETWORK_FILESYSTEMS', 'NFS_FS'];

/** "File systems", partition tables with them. */
export const fileSystems: readonly Row[] = [
	{option: 'MSDOS_PARTITION', prompt: 'PC BIOS (MSDOS partition tables) support', help: 'Disks partitioned the old way; most USB sticks.', with: ['BLOCK']},
	{option: 'EFI_PARTITION', prompt: 'EFI GUID Partition support', help: 'Disks partitioned the new way (GPT).', with: ['BLOCK']},
	{option: 'EXT4_FS', prompt: 'The Extended 4 (ext4) filesystem', help: 'What most disks of Linux machines carry.', with: ['BLOCK'], module: 'ext4'},
	{option: 'EXT4_USE_FOR_EXT2', prompt: 'Use ext4 for ext2 file systems', help: 'Mounts ext2 too, such as the image of a RAM disk. The old ext2 driver must be off.', with: ['BLOCK', 'EXT4_FS']},
	{option: 'EXT4_FS_POSIX_ACL', prompt: 'Ext4 POSIX Access Control Lists', help: 'Finer rights on files of ext4; systemd\'s journal uses them.', with: ['BLOCK', 'EXT4_FS']},
	{option: 'XFS_FS', prompt: 'XFS filesystem support', help: 'The disks of Fedora Server and Enterprise Linux.', with: ['BLOCK'], module: 'xfs'},
	{option: 'BTRFS_FS', prompt: 'Btrfs filesystem support', help: 'Disks with snapshots and sums: Fedora, openSUSE.', with: ['BLOCK'], module: 'btrfs'},
	{option: 'FILE_LOCKING', prompt: 'Enable POSIX file locking API', help: 'Programs lock files; NFS and package managers need it.'},
	{option: 'INOTIFY_USER', prompt: 'Inotify support for userspace', help: 'Programs hear of changed files; systemd and udev need it.'},
	{option: 'AUTOFS_FS', prompt: 'Kernel automounter support (supports v3, v4 and v5)', help: 'Mounts when somebody looks; systemd uses it for its automount units.', module: 'autofs4'},
	{option: 'FUSE_FS', prompt: 'FUSE (Filesystem in Userspace) support', help: 'File systems made by programs: sshfs, containers without root.', module: 'fuse'},
	{option: 'OVERLAY_FS', prompt: 'Overlay filesystem support', help: 'A writable layer above a read-only root; the layers of container images.', module: 'overlay'},
	{option: 'ISO9660_FS', prompt: 'ISO 9660 CDROM file system support', help: 'CDs and ISO images.', with: ['BLOCK'], module: 'isofs'},
	{option: 'VFAT_FS', prompt: 'VFAT (Windows-95) fs support', help: 'EFI system partitions and USB sticks.', with: ['BLOCK', 'NLS_CODEPAGE_437', 'NLS_ISO8859_1'], module: 'vfat'},
	{option: 'PROC_FS', prompt: '/proc file system support', help: 'What the kernel tells about itself and all processes. Nothing works without.'},
	{option: 'TMPFS', prompt: 'Tmpfs virtual memory file system support (former shm fs)', help: 'Files in memory: the root of a node in RAM, /tmp, /run.'},
	{option: 'TMPFS_POSIX_ACL', prompt: 'Tmpfs POSIX Access Control Lists', help: 'Finer rights on files in memory, and in /dev for the user at the screen.', with: ['TMPFS']},
	{option: 'TMPFS_XATTR', prompt: 'Tmpfs extended attributes', help: 'Capabilities of programs and marks of overlays live in them. A root in RAM needs it.', with: ['TMPFS']},
	{option: 'EFIVAR_FS', prompt: 'EFI Variable filesystem', help: 'Boot entries of UEFI, for efibootmgr.', with: ['EFI'], module: 'efivarfs'},
	{option: 'SQUASHFS', prompt: 'SquashFS 4.0 - Squashed file system support', help: 'Packed read-only images: what live systems are made of.', with: ['BLOCK', 'MISC_FILESYSTEMS'], module: 'squashfs'},
	{option: 'SQUASHFS_XATTR', prompt: 'Squashfs XATTR support', help: 'Capabilities of programs survive in such an image.', with: squashfs},
	{option: 'SQUASHFS_ZLIB', prompt: 'Include support for ZLIB compressed file systems', help: 'Images packed with gzip, mksquashfs\'s own choice.', with: squashfs},
	{option: 'SQUASHFS_LZ4', prompt: 'Include support for LZ4 compressed file systems', help: 'Images packed with lz4: large, and the fastest to read.', with: squashfs},
	{option: 'SQUASHFS_XZ', prompt: 'Include support for XZ compressed file systems', help: 'Images packed with xz: the smallest.', with: squashfs},
	{option: 'SQUASHFS_ZSTD', prompt: 'Include support for ZSTD compressed file systems', help: 'Images packed with zstd.', with: squashfs},
	{option: 'EROFS_FS', prompt: 'EROFS filesystem support', help: 'The other kind of packed image: Fedora\'s live systems since 42.', with: ['BLOCK', 'MISC_FILESYSTEMS'], module: 'erofs'},
	{option: 'NETWORK_FILESYSTEMS', prompt: 'Network File Systems', help: 'The frame for the next ones.'},
	{option: 'NFS_FS', prompt: 'NFS client support', help: 'Files of another machine, as Unix does it.', with: ['NETWORK_FILESYSTEMS'], module: 'nfs'},
	{option: 'NFS_V3', prompt: 'NFS client support for NFS version 3', help: 'Works with every server.', with: nfs, module: 'nfsv3'},
	{option: 'NFS_V4', prompt: 'NFS client support for NFS version 4', help: 'One port, better locks; this alone is version 4.0.', with: nfs, module: 'nfsv4'},
	{option: 'NFS_V4_1', prompt: 'NFS client support for NFSv4.1', help: 'Sessions. A root with vers=4.1 hangs for 100 seconds without it.', with: [...nfs, 'NFS_V4']},
	{option: 'NFS_V4_2', prompt: 'NFS client support for NFSv4.2', help: 'Copies made by the server, holes in files, extended attributes.', with: [...nfs, 'NFS_V4', 'NFS_V4_1']},
	{option: 'ROOT_NFS', prompt: 'Root file system on NFS', help: 'The kernel mounts its root over NFS by itself: root=/dev/nfs, no initrd. No distribution builds it.', with: ['IP_PNP', ...nfs]},
	{option: 'CIFS', prompt: 'SMB3 and CIFS support (advanced network filesystem)', help: 'Shares of Windows and Samba.', with: ['NETWORK_FILESYSTEMS'], module: 'cifs'},
	{option: '9P_FS', prompt: 'Plan 9 Resource Sharing Support (9P2000)', help: 'Folders of the host in a virtual machine of QEMU.', with: ['NET_9P', 'NET_9P_VIRTIO', ...virtio, 'NETWORK_FILESYSTEMS'], module: '9p'},
	{option: 'NLS_CODEPAGE_437', prompt: 'Codepage 437 (United States, Canada)', help: 'Short names on FAT.', module: 'nls_cp437'},
	{option: 'NLS_ISO8859_1', prompt: 'NLS ISO 8859-1  (Latin 1; Western European Languages)', help: 'Long names on FAT, as Linux shows them.', module: 'nls_iso8859_1'},
	{option: 'NLS_UTF8', prompt: 'NLS UTF-8', help: 'Names in any language on FAT, exFAT and CIFS.', module: 'nls_utf8'},
];
