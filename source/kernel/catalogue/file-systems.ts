import type {UngroupedOption} from '../types.ts';
import {virtio} from './parents.ts';

const squashfs = ['BLOCK', 'MISC_FILESYSTEMS', 'SQUASHFS'];
const nfs = ['NETWORK_FILESYSTEMS', 'NFS_FS'];

/** "File systems", partition tables with them. */
export const fileSystems: readonly UngroupedOption[] = [
	{
		option: 'MSDOS_PARTITION',
		prompt: 'PC BIOS (MSDOS partition tables) support',
		help: 'Reads MBR partition tables: older disks, most USB sticks.',
		with: ['BLOCK'],
	},
	{
		option: 'EFI_PARTITION',
		prompt: 'EFI GUID Partition support',
		help: 'Reads GPT partition tables: current disks.',
		with: ['BLOCK'],
	},
	{
		option: 'EXT4_FS',
		prompt: 'The Extended 4 (ext4) filesystem',
		help: 'Supports ext4, the file system of most Linux disks.',
		with: ['BLOCK'],
		module: 'ext4',
	},
	{
		option: 'EXT4_USE_FOR_EXT2',
		prompt: 'Use ext4 for ext2 file systems',
		help: 'Mounts ext2 with the ext4 driver, such as the image of a RAM disk. The old ext2 driver must be off.',
		with: ['BLOCK', 'EXT4_FS'],
	},
	{
		option: 'EXT4_FS_POSIX_ACL',
		prompt: 'Ext4 POSIX Access Control Lists',
		help: 'Supports access control lists on ext4. systemd\'s journal uses them.',
		with: ['BLOCK', 'EXT4_FS'],
	},
	{
		option: 'XFS_FS',
		prompt: 'XFS filesystem support',
		help: 'Supports XFS, the default file system of Fedora Server and Enterprise Linux.',
		with: ['BLOCK'],
		module: 'xfs',
	},
	{
		option: 'BTRFS_FS',
		prompt: 'Btrfs filesystem support',
		help: 'Supports Btrfs with snapshots and checksums, the default file system of Fedora Workstation and '
			+ 'openSUSE.',
		with: ['BLOCK'],
		module: 'btrfs',
	},
	{
		option: 'FILE_LOCKING',
		prompt: 'Enable POSIX file locking API',
		help: 'Lets programs lock files. NFS and package managers need it.',
	},
	{
		option: 'INOTIFY_USER',
		prompt: 'Inotify support for userspace',
		help: 'Notifies programs of changed files. systemd and udev need it.',
	},
	{
		option: 'AUTOFS_FS',
		prompt: 'Kernel automounter support (supports v3, v4 and v5)',
		help: 'Mounts file systems on first access. systemd uses it for its automount units.',
		module: 'autofs4',
	},
	{
		option: 'FUSE_FS',
		prompt: 'FUSE (Filesystem in Userspace) support',
		help: 'Supports file systems implemented by programs. sshfs and containers without root use it.',
		module: 'fuse',
	},
	{
		option: 'OVERLAY_FS',
		prompt: 'Overlay filesystem support',
		help: 'Combines a read-only root with a writable layer. Container images need it too.',
		module: 'overlay',
	},
	{
		option: 'ISO9660_FS',
		prompt: 'ISO 9660 CDROM file system support',
		help: 'Supports CDs and ISO images.',
		with: ['BLOCK'],
		module: 'isofs',
	},
	{
		option: 'VFAT_FS',
		prompt: 'VFAT (Windows-95) fs support',
		help: 'Supports FAT: EFI system partitions and USB sticks.',
		with: ['BLOCK', 'NLS_CODEPAGE_437', 'NLS_ISO8859_1'],
		module: 'vfat',
	},
	{
		option: 'PROC_FS',
		prompt: '/proc file system support',
		help: 'Provides /proc: information on processes and the kernel. No system works without it.',
	},
	{
		option: 'TMPFS',
		prompt: 'Tmpfs virtual memory file system support (former shm fs)',
		help: 'Stores files in memory: the root of a node in RAM, /tmp, /run.',
	},
	{
		option: 'TMPFS_POSIX_ACL',
		prompt: 'Tmpfs POSIX Access Control Lists',
		help: 'Supports access control lists in tmpfs, and in /dev for the user who is logged in at the screen.',
		with: ['TMPFS'],
	},
	{
		option: 'TMPFS_XATTR',
		prompt: 'Tmpfs extended attributes',
		help: 'Supports extended attributes in tmpfs: file capabilities, overlay metadata. A root in RAM needs it.',
		with: ['TMPFS'],
	},
	{
		option: 'EFIVAR_FS',
		prompt: 'EFI Variable filesystem',
		help: 'Provides access to UEFI variables, such as boot entries for efibootmgr.',
		with: ['EFI'],
		module: 'efivarfs',
	},
	{
		option: 'SQUASHFS',
		prompt: 'SquashFS 4.0 - Squashed file system support',
		help: 'Supports compressed read-only images. Live systems use them.',
		with: ['BLOCK', 'MISC_FILESYSTEMS'],
		module: 'squashfs',
	},
	{
		option: 'SQUASHFS_XATTR',
		prompt: 'Squashfs XATTR support',
		help: 'Supports extended attributes in squashfs images, such as file capabilities.',
		with: squashfs,
	},
	{
		option: 'SQUASHFS_ZLIB',
		prompt: 'Include support for ZLIB compressed file systems',
		help: 'Reads squashfs images compressed with gzip, the default of mksquashfs.',
		with: squashfs,
	},
	{
		option: 'SQUASHFS_LZ4',
		prompt: 'Include support for LZ4 compressed file systems',
		help: 'Reads squashfs images compressed with lz4: large, and the fastest to read.',
		with: squashfs,
	},
	{
		option: 'SQUASHFS_XZ',
		prompt: 'Include support for XZ compressed file systems',
		help: 'Reads squashfs images compressed with xz: the smallest.',
		with: squashfs,
	},
	{
		option: 'SQUASHFS_ZSTD',
		prompt: 'Include support for ZSTD compressed file systems',
		help: 'Reads squashfs images compressed with zstd.',
		with: squashfs,
	},
	{
		option: 'EROFS_FS',
		prompt: 'EROFS filesystem support',
		help: 'Supports EROFS, another read-only image format. Fedora\'s live systems use it since version 42.',
		with: ['BLOCK', 'MISC_FILESYSTEMS'],
		module: 'erofs',
	},
	{
		option: 'NETWORK_FILESYSTEMS',
		prompt: 'Network File Systems',
		help: 'Unlocks the network file systems, such as NFS and CIFS.',
	},
	{
		option: 'NFS_FS',
		prompt: 'NFS client support',
		help: 'Mounts file systems of Unix servers over the network (NFS).',
		with: ['NETWORK_FILESYSTEMS'],
		module: 'nfs',
	},
	{
		option: 'NFS_V3',
		prompt: 'NFS client support for NFS version 3',
		help: 'Supports NFS version 3, which works with nearly every server.',
		with: nfs,
		module: 'nfsv3',
	},
	{
		option: 'NFS_V4',
		prompt: 'NFS client support for NFS version 4',
		help: 'Supports NFS version 4.0: one port, better locks.',
		with: nfs,
		module: 'nfsv4',
	},
	{
		option: 'NFS_V4_1',
		prompt: 'NFS client support for NFSv4.1',
		help: 'Supports NFS version 4.1 with sessions. Without it a root with vers=4.1 hangs for 100 seconds.',
		with: [...nfs, 'NFS_V4'],
	},
	{
		option: 'NFS_V4_2',
		prompt: 'NFS client support for NFSv4.2',
		help: 'Supports NFS version 4.2: server-side copies, sparse files, extended attributes.',
		with: [...nfs, 'NFS_V4', 'NFS_V4_1'],
	},
	{
		option: 'ROOT_NFS',
		prompt: 'Root file system on NFS',
		help: 'Lets the kernel mount its root over NFS itself (root=/dev/nfs), without an initramfs. Distribution '
			+ 'kernels lack it.',
		with: ['IP_PNP', ...nfs],
	},
	{
		option: 'CIFS',
		prompt: 'SMB3 and CIFS support (advanced network filesystem)',
		help: 'Mounts shares of Windows and Samba servers.',
		with: ['NETWORK_FILESYSTEMS'],
		module: 'cifs',
	},
	{
		option: '9P_FS',
		prompt: 'Plan 9 Resource Sharing Support (9P2000)',
		help: 'Mounts folders of the host in a QEMU virtual machine.',
		with: ['NET_9P', 'NET_9P_VIRTIO', ...virtio, 'NETWORK_FILESYSTEMS'],
		module: '9p',
	},
	{
		option: 'NLS_CODEPAGE_437',
		prompt: 'Codepage 437 (United States, Canada)',
		help: 'Converts short file names on FAT.',
		module: 'nls_cp437',
	},
	{
		option: 'NLS_ISO8859_1',
		prompt: 'NLS ISO 8859-1  (Latin 1; Western European Languages)',
		help: 'Converts long file names on FAT, the default of Linux.',
		module: 'nls_iso8859_1',
	},
	{
		option: 'NLS_UTF8',
		prompt: 'NLS UTF-8',
		help: 'Converts file names in any language on FAT, exFAT and CIFS.',
		module: 'nls_utf8',
	},
];
