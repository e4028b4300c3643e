import type {UngroupedOption} from '../types.ts';

/** Power, ACPI and "Bus options": how the kernel finds hardware and puts it to sleep. */
export const bus: readonly UngroupedOption[] = [
	{
		option: 'ACPI',
		prompt: 'ACPI (Advanced Configuration and Power Interface) Support',
		help: 'Reads the hardware description of the firmware: interrupts, power, cores. Every current PC needs it.',
	},
	{
		option: 'ACPI_BUTTON',
		prompt: 'Button',
		help: 'Shuts the node down when the power button is pressed, or when a hypervisor asks for it.',
		module: 'button',
	},
	{
		option: 'ACPI_PROCESSOR',
		prompt: 'Processor',
		help: 'Reads the idle states and frequencies of the processor from the firmware.',
		module: 'processor',
	},
	{
		option: 'ACPI_THERMAL',
		prompt: 'Thermal Zone',
		help: 'Slows down or switches off a machine that is too hot.',
		with: ['ACPI_PROCESSOR', 'THERMAL'],
		module: 'thermal',
	},
	{
		option: 'CPU_FREQ',
		prompt: 'CPU Frequency scaling',
		help: 'Lowers the processor frequency under light load. Saves power and noise.',
	},
	{
		option: 'X86_INTEL_PSTATE',
		prompt: 'Intel P state control',
		help: 'Controls the frequency of Intel processors since 2011.',
		with: ['CPU_FREQ'],
	},
	{
		option: 'X86_AMD_PSTATE',
		prompt: 'AMD Processor P-State driver',
		help: 'Controls the frequency of AMD processors since Zen 2.',
		with: ['ACPI_PROCESSOR', 'CPU_FREQ'],
	},
	{
		option: 'X86_ACPI_CPUFREQ',
		prompt: 'ACPI Processor P-States driver',
		help: 'Controls the frequency of older Intel and AMD processors.',
		with: ['ACPI_PROCESSOR', 'CPU_FREQ'],
		module: 'acpi_cpufreq',
	},
	{option: 'CPU_IDLE', prompt: 'CPU idle PM support', help: 'Puts idle cores into deeper sleep states.'},
	{
		option: 'INTEL_IDLE',
		prompt: 'Cpuidle Driver for Intel Processors',
		help: 'Uses the sleep states of Intel processors without the tables of the firmware.',
		with: ['CPU_IDLE'],
	},
	{option: 'PCI', prompt: 'PCI support', help: 'Supports the bus that connects cards, disks and USB in every PC.'},
	{
		option: 'PCIEPORTBUS',
		prompt: 'PCI Express Port Bus support',
		help: 'Supports services of PCI Express ports: hot plug, error reports.',
	},
	{
		option: 'HOTPLUG_PCI_PCIE',
		prompt: 'PCI Express Hotplug driver',
		help: 'Supports cards and NVMe disks that are added or removed at run time, also in virtual machines.',
		with: ['PCIEPORTBUS', 'HOTPLUG_PCI'],
	},
	{
		option: 'PCI_MSI',
		prompt: 'Message Signaled Interrupts (MSI and MSI-X)',
		help: 'Delivers interrupts as messages. NVMe disks and most current cards work badly or not at all without it.',
	},
	{
		option: 'HOTPLUG_PCI',
		prompt: 'Support for PCI Hotplug',
		help: 'Supports cards that are added at run time. The hot plug drivers need it.',
	},
	{
		option: 'VMD',
		prompt: 'Intel Volume Management Device Driver',
		help: 'Supports NVMe disks behind Intel\'s RAID setting (VMD). Without it such a machine shows no disk.',
		module: 'vmd',
	},
	{
		option: 'IOMMU_SUPPORT',
		prompt: 'IOMMU Hardware Support',
		help: 'Restricts devices to their own memory. The IOMMU drivers need it.',
	},
	{
		option: 'AMD_IOMMU',
		prompt: 'AMD IOMMU support',
		help: 'Supports the AMD IOMMU: passes cards to virtual machines, and protects memory from devices.',
		with: ['IOMMU_SUPPORT'],
	},
	{
		option: 'INTEL_IOMMU',
		prompt: 'Support for Intel IOMMU using DMA Remapping Devices',
		help: 'Supports the Intel IOMMU (VT-d): passes cards to virtual machines, and protects memory from devices.',
		with: ['IOMMU_SUPPORT'],
	},
	{
		option: 'IRQ_REMAP',
		prompt: 'Support for Interrupt Remapping',
		help: 'Routes interrupts through the IOMMU. x2APIC on physical machines needs it.',
		with: ['IOMMU_SUPPORT'],
	},
];
