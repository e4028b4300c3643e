import type {UngroupedOption} from '../types.ts';

/** "General setup" to "Kernel hacking": all that is neither bus, network, driver, file system nor guest. */
export const general: readonly UngroupedOption[] = [
	{
		option: 'SYSVIPC',
		prompt: 'System V IPC',
		help: 'Provides System V shared memory, message queues and semaphores. Databases and a few daemons need them.',
	},
	{
		option: 'POSIX_MQUEUE',
		prompt: 'POSIX Message Queues',
		help: 'Provides POSIX message queues between programs. Container runtimes mount them in every container.',
	},
	{
		option: 'NO_HZ_IDLE',
		prompt: 'Idle dynticks system (tickless idle)',
		help: 'Stops the timer tick on idle cores. Without it the tick wakes every idle core 100 to 1,000 times a '
			+ 'second.',
	},
	{
		option: 'HIGH_RES_TIMERS',
		prompt: 'High Resolution Timer Support',
		help: 'Lets short sleeps end on time instead of at the next timer tick.',
	},
	{
		option: 'BPF_SYSCALL',
		prompt: 'Enable bpf() system call',
		help: 'Lets programs load BPF programs into the kernel. systemd, containers and tracing tools use it.',
	},
	{
		option: 'BPF_JIT',
		prompt: 'Enable BPF Just In Time compiler',
		help: 'Compiles BPF programs to machine code. Linux 6.1 requires MODULES for it.',
		with: ['BPF_SYSCALL', 'MODULES'],
	},
	{
		option: 'PSI',
		prompt: 'Pressure stall information tracking',
		help: 'Measures how long programs wait for processor, memory and disks. systemd-oomd depends on it.',
	},
	{
		option: 'IKCONFIG',
		prompt: 'Kernel .config support',
		help: 'Stores the configuration in the kernel image, so that "kernel check --kernel" can read it. Adds about '
			+ '20 KB.',
	},
	{
		option: 'IKCONFIG_PROC',
		prompt: 'Enable access to .config through /proc/config.gz',
		help: 'Shows the configuration of the running kernel in /proc/config.gz.',
		with: ['IKCONFIG'],
	},
	{
		option: 'CGROUPS',
		prompt: 'Control Group support',
		help: 'Groups processes and sets limits for each group. systemd and containers do not start without it.',
	},
	{
		option: 'MEMCG',
		prompt: 'Memory controller',
		help: 'Limits and counts the memory of a group. k3s refuses to start without it.',
		with: ['CGROUPS'],
	},
	{
		option: 'BLK_CGROUP',
		prompt: 'IO controller',
		help: 'Divides disk bandwidth between groups.',
		with: ['BLOCK', 'CGROUPS'],
	},
	{
		option: 'CGROUP_SCHED',
		prompt: 'CPU controller',
		help: 'Divides processor time between groups.',
		with: ['CGROUPS'],
	},
	{
		option: 'FAIR_GROUP_SCHED',
		prompt: 'Group scheduling for SCHED_OTHER',
		help: 'Divides processor time between groups of ordinary processes: the CPU weight of a container.',
		with: ['CGROUPS', 'CGROUP_SCHED'],
	},
	{
		option: 'CFS_BANDWIDTH',
		prompt: 'CPU bandwidth provisioning for FAIR_GROUP_SCHED',
		help: 'Sets hard limits on processor time, such as podman\'s --cpus.',
		with: ['CGROUPS', 'CGROUP_SCHED', 'FAIR_GROUP_SCHED'],
	},
	{
		option: 'CGROUP_PIDS',
		prompt: 'PIDs controller',
		help: 'Limits the number of processes in a group.',
		with: ['CGROUPS'],
	},
	{
		option: 'CGROUP_FREEZER',
		prompt: 'Freezer controller',
		help: 'Suspends and resumes all processes of a group, as podman pause does.',
		with: ['CGROUPS'],
	},
	{
		option: 'CPUSETS',
		prompt: 'Cpuset controller',
		help: 'Restricts a group to some of the cores.',
		with: ['SMP', 'CGROUPS'],
	},
	{
		option: 'CGROUP_DEVICE',
		prompt: 'Device controller',
		help: 'Controls which devices a group may open (cgroup version 1).',
		with: ['CGROUPS'],
	},
	{
		option: 'CGROUP_BPF',
		prompt: 'Support for eBPF programs attached to cgroups',
		help: 'Controls which devices and addresses a container may use (cgroup version 2).',
		with: ['BPF_SYSCALL', 'CGROUPS'],
	},
	{
		option: 'NAMESPACES',
		prompt: 'Namespaces support',
		help: 'Gives processes separate views of the system. Containers are built from namespaces.',
	},
	{
		option: 'UTS_NS',
		prompt: 'UTS namespace',
		help: 'Gives each container its own host name.',
		with: ['NAMESPACES'],
	},
	{
		option: 'IPC_NS',
		prompt: 'IPC namespace',
		help: 'Gives each container its own System V IPC and message queues.',
		with: ['SYSVIPC', 'NAMESPACES'],
	},
	{
		option: 'USER_NS',
		prompt: 'User namespace',
		help: 'Allows containers without root. Browser sandboxes use it too.',
		with: ['NAMESPACES'],
	},
	{
		option: 'PID_NS',
		prompt: 'PID Namespaces',
		help: 'Limits the view of a container to its own processes.',
		with: ['NAMESPACES'],
	},
	{
		option: 'NET_NS',
		prompt: 'Network namespace',
		help: 'Gives each container its own interfaces, addresses and routes. systemd uses it for PrivateNetwork=.',
		with: ['NAMESPACES'],
	},
	{
		option: 'BLK_DEV_INITRD',
		prompt: 'Initial RAM filesystem and RAM disk (initramfs/initrd) support',
		help: 'Loads the initramfs that the boot loader passes. Only a kernel that mounts its NFS root itself works '
			+ 'without it.',
	},
	{
		option: 'RD_GZIP',
		prompt: 'Support initial ramdisk/ramfs compressed using gzip',
		help: 'Unpacks an initramfs compressed with gzip.',
		with: ['BLK_DEV_INITRD'],
	},
	{
		option: 'RD_XZ',
		prompt: 'Support initial ramdisk/ramfs compressed using XZ',
		help: 'Unpacks an initramfs compressed with xz.',
		with: ['BLK_DEV_INITRD'],
	},
	{
		option: 'RD_LZ4',
		prompt: 'Support initial ramdisk/ramfs compressed using LZ4',
		help: 'Unpacks an initramfs compressed with lz4 -l.',
		with: ['BLK_DEV_INITRD'],
	},
	{
		option: 'RD_ZSTD',
		prompt: 'Support initial ramdisk/ramfs compressed using ZSTD',
		help: 'Unpacks an initramfs compressed with zstd.',
		with: ['BLK_DEV_INITRD'],
	},
	{
		option: 'FHANDLE',
		prompt: 'open by fhandle syscalls',
		help: 'Lets programs open files by handle. systemd and NFS servers need it.',
	},
	{
		option: 'KALLSYMS',
		prompt: 'Load all symbols for debugging/ksymoops',
		help: 'Prints function names instead of addresses in kernel error messages. Adds some 100 KB.',
	},
	{
		option: 'KEXEC',
		prompt: 'Enable kexec system call',
		help: 'Starts another kernel without a restart of the firmware.',
	},
	{
		option: 'SMP',
		prompt: 'Symmetric multi-processing support',
		help: 'Uses all cores. Without it the kernel uses only one.',
	},
	{
		option: 'X86_X2APIC',
		prompt: 'Support x2apic',
		help: 'Supports x2APIC interrupts: machines with very many cores, and newer firmware that leaves x2APIC on.',
		with: ['IOMMU_SUPPORT', 'IRQ_REMAP'],
	},
	{
		option: 'MICROCODE',
		prompt: 'CPU microcode loading support',
		help: 'Loads processor microcode updates from files in the initramfs.',
	},
	{
		option: 'EFI',
		prompt: 'EFI runtime service support',
		help: 'Calls UEFI runtime services: boot variables, clock, restart.',
	},
	{
		option: 'EFI_STUB',
		prompt: 'EFI stub support',
		help: 'Lets UEFI and its boot loaders start the kernel. Without it iPXE cannot start it on a UEFI machine.',
		with: ['EFI'],
	},
	{
		option: 'RANDOMIZE_BASE',
		prompt: 'Randomize the address of the kernel image (KASLR)',
		help: 'Places the kernel at a random address, which attackers have to guess.',
	},
	{
		option: 'RANDOMIZE_MEMORY',
		prompt: 'Randomize the kernel memory sections',
		help: 'Places the memory maps of the kernel at random addresses.',
		with: ['RANDOMIZE_BASE'],
	},
	{option: 'CPU_MITIGATIONS', prompt: 'Mitigations for CPU vulnerabilities',
		help: 'Enables mitigations of processor faults such as Spectre and Meltdown. The options below it, or the '
			+ 'bundle "hardened", select which.'},
	{option: 'SECCOMP', prompt: 'Enable seccomp to safely execute untrusted bytecode',
		help: 'Lets programs give up system calls that they do not need. systemd, containers and OpenSSH use it.'},
	{option: 'STACKPROTECTOR', prompt: 'Stack Protector buffer overflow detection',
		help: 'Detects functions that write past their stack.'},
	{option: 'STACKPROTECTOR_STRONG', prompt: 'Strong Stack Protector',
		help: 'Checks every function that could overflow its stack. Adds about 2 % of code.', with: ['STACKPROTECTOR']},
	{option: 'VMAP_STACK', prompt: 'Use a virtually-mapped stack',
		help: 'Adds guard pages around kernel stacks, so that an overflow is detected at once.'},
	{option: 'MODULES', prompt: 'Enable loadable module support',
		help: 'Loads drivers from files when they are needed. A kernel for known hardware is smaller and simpler '
			+ 'without it.'},
	{option: 'BLOCK', prompt: 'Enable the block layer',
		help: 'Supports disks, loop devices, RAM disks and squashfs. A node that stays in its initramfs needs none of '
			+ 'them.'},
	{option: 'BINFMT_MISC', prompt: 'Kernel support for MISC binaries',
		help: 'Runs programs for other machines through an interpreter, such as qemu-user.', module: 'binfmt_misc'},
	{option: 'SWAP', prompt: 'Support for paging of anonymous memory (swap)',
		help: 'Lets the kernel move memory to a disk or to zram.', with: ['BLOCK']},
	{option: 'SLAB_FREELIST_RANDOM', prompt: 'Randomize slab freelist',
		help: 'Places kernel objects in random order, so that attackers cannot predict their addresses.'},
	{option: 'SLAB_FREELIST_HARDENED', prompt: 'Harden slab freelist metadata',
		help: 'Detects the usual ways to corrupt the kernel\'s lists of free objects.'},
	{
		option: 'KEYS',
		prompt: 'Enable access key retention support',
		help: 'Stores keys in the kernel for programs. Container runtimes, NFS version 4 and encrypted disks use it.',
	},
	{
		option: 'HARDENED_USERCOPY',
		prompt: 'Harden memory copies between kernel and userspace',
		help: 'Checks the size of data copied between kernel and programs.',
	},
	{
		option: 'FORTIFY_SOURCE',
		prompt: 'Harden common str/mem functions against buffer overflows',
		help: 'Detects copies inside the kernel that are larger than their target.',
	},
	{
		option: 'INIT_ON_ALLOC_DEFAULT_ON',
		prompt: 'Enable heap memory zeroing on allocation by default',
		help: 'Clears memory when the kernel allocates it. Usually costs less than 1 % of speed.',
	},
	{
		option: 'PRINTK_TIME',
		prompt: 'Show timing information on printks',
		help: 'Prints the seconds since boot before each line of the kernel log.',
	},
	{
		option: 'MAGIC_SYSRQ',
		prompt: 'Magic SysRq key',
		help: 'Accepts key combinations when nothing else responds: sync, restart, show blocked tasks.',
	},
	{
		option: 'PANIC_TIMEOUT',
		prompt: 'panic timeout',
		help: 'Sets the seconds from a kernel panic to a restart. With 0 the machine never restarts by itself.',
		value: '30',
	},
];
