import type {UngroupedOption} from '../types.ts';

/** What tells why a node hangs, crashes or is slow. */
export const debugging: readonly UngroupedOption[] = [
	{
		option: 'KALLSYMS_ALL',
		prompt: 'Include all symbols in kallsyms',
		help: 'Names all symbols in traces, also data.',
		with: ['KALLSYMS'],
	},
	{
		option: 'KPROBES',
		prompt: 'Kprobes',
		help: 'Traces any function of the kernel. bpftrace and perf use it.',
		with: ['MODULES'],
	},
	{
		option: 'EFI_VARS_PSTORE',
		prompt: 'Register efivars backend for pstore',
		help: 'Keeps the last kernel messages in EFI variables over a restart.',
		with: ['MISC_FILESYSTEMS', 'PSTORE'],
		module: 'efi_pstore',
	},
	{
		option: 'NETCONSOLE',
		prompt: 'Network console logging support',
		help: 'Sends kernel messages over the network, of a machine without screen or serial port.',
		with: ['NETDEVICES', 'NET_CORE'],
		module: 'netconsole',
	},
	{
		option: 'PSTORE_RAM',
		prompt: 'Log panic/oops to a RAM buffer',
		help: 'Keeps the last kernel messages in memory over a restart.',
		with: ['MISC_FILESYSTEMS', 'PSTORE'],
		module: 'ramoops',
	},
	{
		option: 'DYNAMIC_DEBUG',
		prompt: 'Enable dynamic printk() support',
		help: 'Turns debug messages of drivers on and off at run time.',
	},
	{option: 'DEBUG_FS', prompt: 'Debug Filesystem', help: 'Shows insights of drivers in /sys/kernel/debug.'},
	{
		option: 'SOFTLOCKUP_DETECTOR',
		prompt: 'Detect Soft Lockups',
		help: 'Reports processors that are stuck in the kernel.',
	},
	{
		option: 'HARDLOCKUP_DETECTOR',
		prompt: 'Detect Hard Lockups',
		help: 'Reports processors that no longer answer interrupts.',
	},
	{
		option: 'DETECT_HUNG_TASK',
		prompt: 'Detect Hung Tasks',
		help: 'Reports programs that wait for a disk or a lock for two minutes.',
	},
	{
		option: 'SCHEDSTATS',
		prompt: 'Collect scheduler statistics',
		help: 'Counts what the scheduler does, for tools that show latency.',
	},
	{
		option: 'FUNCTION_TRACER',
		prompt: 'Kernel Function Tracer',
		help: 'Traces the functions that the kernel runs (trace-cmd).',
		with: ['FTRACE'],
	},
];
