import type {UngroupedOption} from '../types.ts';

/** Power, ACPI and "Bus options": how the kernel finds hardware and puts it to sleep. */
export const bus: readonly UngroupedOption[] = [
	{
		option: 'ACPI',
		prompt: 'ACPI (Advanced Configuration and Power Interface) Support',
		help: 'Every PC of this century describes itself by it: interrupts, power, cores.',
	},
	{
		option: 'ACPI_BUTTON',
		prompt: 'Button',
		help: 'The power button shuts the node down, also when a virtual machine\'s host presses it.',
		module: 'button',
	},
	{
		option: 'ACPI_PROCESSOR',
		prompt: 'Processor',
		help: 'Sleep states and speeds of the processor as the firmware describes them.',
		module: 'processor',
	},
	{
		option: 'ACPI_THERMAL',
		prompt: 'Thermal Zone',
		help: 'Slows down or stops a machine that gets too hot.',
		with: ['ACPI_PROCESSOR', 'THERMAL'],
		module: 'thermal',
	},
	{
		option: 'CPU_FREQ',
		prompt: 'CPU Frequency scaling',
		help: 'The processor runs slower when there is little to do: less power, less noise.',
	},
	{
		option: 'X86_INTEL_PSTATE',
		prompt: 'Intel P state control',
		help: 'The same for Intel processors since 2011.',
		with: ['CPU_FREQ'],
	},
	{
		option: 'X86_AMD_PSTATE',
		prompt: 'AMD Processor P-State driver',
		help: 'The same for AMD processors since Zen 2.',
		with: ['ACPI_PROCESSOR', 'CPU_FREQ'],
	},
	{
		option: 'X86_ACPI_CPUFREQ',
		prompt: 'ACPI Processor P-States driver',
		help: 'The same for older processors of both.',
		with: ['ACPI_PROCESSOR', 'CPU_FREQ'],
		module: 'acpi_cpufreq',
	},
	{option: 'CPU_IDLE', prompt: 'CPU idle PM support', help: 'Deeper sleep of idle cores.'},
	{
		option: 'INTEL_IDLE',
		prompt: 'Cpuidle Driver for Intel Processors',
		help: 'Sleep states of Intel processors, without asking the firmware.',
		with: ['CPU_IDLE'],
	},
	{option: 'PCI', prompt: 'PCI support', help: 'The bus that cards, disks and USB hang on in every PC.'},
	{
		option: 'PCIEPORTBUS',
		prompt: 'PCI Express Port Bus support',
		help: 'Services of PCI Express ports: hot plug, error reports.',
	},
	{
		option: 'HOTPLUG_PCI_PCIE',
		prompt: 'PCI Express Hotplug driver',
		help: 'Cards and NVMe disks that come and go, also in virtual machines.',
		with: ['PCIEPORTBUS', 'HOTPLUG_PCI'],
	},
	{
		option: 'PCI_MSI',
		prompt: 'Message Signaled Interrupts (MSI and MSI-X)',
		help: 'Interrupts as messages; NVMe and most cards of today work badly or not at all without.',
	},
	{
		option: 'HOTPLUG_PCI',
		prompt: 'Support for PCI Hotplug',
		help: 'The frame for cards that are plugged in while the node runs.',
	},
	{
		option: 'VMD',
		prompt: 'Intel Volume Management Device Driver',
		help: 'NVMe disks behind Intel\'s RAID setting: without it such a laptop or server shows no disk.',
		module: 'vmd',
	},
	{
		option: 'IOMMU_SUPPORT',
		prompt: 'IOMMU Hardware Support',
		help: 'The frame for keeping devices within their own memory.',
	},
	{
		option: 'AMD_IOMMU',
		prompt: 'AMD IOMMU support',
		help: 'The same for AMD: passing cards to virtual machines, and protection from cards that write at will.',
		with: ['IOMMU_SUPPORT'],
	},
	{
		option: 'INTEL_IOMMU',
		prompt: 'Support for Intel IOMMU using DMA Remapping Devices',
		help: 'The same for Intel (VT-d).',
		with: ['IOMMU_SUPPORT'],
	},
	{
		option: 'IRQ_REMAP',
		prompt: 'Support for Interrupt Remapping',
		help: 'Interrupts go through the IOMMU; x2apic on real machines needs it.',
		with: ['IOMMU_SUPPORT'],
	},
];
