import type {MemoryBudget, NodeSize} from '../types.ts';

/** One bar for each size of machine: full, and a thinner rest. Fits into 56 columns. */
export function memoryPage({measured, sizes, lines}: MemoryBudget): string {
	return [
		measured ? 'Measured on the images that were built.' : 'An estimate: the first build measures it.',
		'',
		...sizes.map(size => memoryRow(size)),
		'',
		...lines,
	].join('\n');
}

function memoryRow({memory, boots, used}: NodeSize): string {
	const label = sizeLabel(memory).padStart(6);
	if (boots === 'no') {
		return `${label}  ${' '.repeat(barWidth)}  too small`;
	}

	const full = Math.min(barWidth, Math.max(1, Math.round(barWidth * used / memory)));
	const left = Math.max(0, memory - used);
	return `${label}  ${'█'.repeat(full)}${'░'.repeat(barWidth - full)}  ${sizeLabel(left)} left${boots === 'yes' ? '' : ', BIOS only'}`;
}

const barWidth = 20;

/** As machines are sold: 512 MB, 8 GB. What is left of one may be 7.7 GB. */
function sizeLabel(mib: number): string {
	return mib < 1024 ? `${mib} MB` : `${Number((mib / 1024).toFixed(1))} GB`;
}
