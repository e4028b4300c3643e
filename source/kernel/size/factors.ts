/**
What a kernel's packed image is made of, measured on Linux 6.12 with gcc 12: a kernel of 881 objects, built for size and
packed by zstd, and built again with each of these options on. Each factor is how much larger the image was than the
objects that came with the option explain.
*/
export type Factor = {option: string; factor: number};

/** The start of the image and the program that unpacks it, in bytes. */
export const fixedBytes = 130_000;

/** Packed bytes for each byte of code that `ratios` expects. */
export const packedCode = 0.193;

/** Options that change all code, or list all of it. */
export const styles: readonly Factor[] = [
	{option: 'CC_OPTIMIZE_FOR_PERFORMANCE', factor: 1.2},
	{option: 'SMP', factor: 1.05},
	{option: 'KALLSYMS', factor: 1.09},
	{option: 'KALLSYMS_ALL', factor: 1.05},
	{option: 'FUNCTION_TRACER', factor: 1.1},
	{option: 'CALL_THUNKS', factor: 1.14},
	{option: 'X86_KERNEL_IBT', factor: 1.01},
	{option: 'STACKPROTECTOR_STRONG', factor: 1.05},
	{option: 'UNWINDER_ORC', factor: 1.08},
	// Out of Debian's image: its share of all sections, each packed by itself.
	{option: 'DEBUG_INFO_BTF', factor: 1.13},
];

/** How the image is packed. */
export const packing: readonly Factor[] = [
	{option: 'KERNEL_ZSTD', factor: 1},
	{option: 'KERNEL_XZ', factor: 0.87},
	{option: 'KERNEL_LZMA', factor: 0.93},
	{option: 'KERNEL_GZIP', factor: 1.09},
	{option: 'KERNEL_BZIP2', factor: 1.08},
	{option: 'KERNEL_LZ4', factor: 1.24},
];

/**
The more is switched on, the more of each file is compiled: with `objects` objects the code of each is
(objects / usualObjects) ^ fullness times as large. By the kernel above and x86_64_defconfig.
*/
export const usualObjects = 881;
export const fullness = 0.4;
