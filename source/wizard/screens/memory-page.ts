import {memoryText} from '../../report/size.ts';
import type {MemoryBudget, NodeSize} from '../types.ts';

/** One bar for each size of machine: full, and a thinner rest. Fits into 56 columns. */
export function memoryPage({measured, sizes, lines}: MemoryBudget): string {
	return [
		measured ? 'Measured on the built images.' : 'Estimated: the first build measures the images.',
		'',
		...sizes.map(size => memoryRow(size)),
		'',
		...lines,
	].join('\n');
}

function memoryRow({memory, boots, used}: NodeSize): string {
	const label = memoryText(memory).padStart(7);
	if (boots === 'no') {
		return `${label}  ${' '.repeat(barWidth)}  too small`;
	}

	const full = Math.min(barWidth, Math.max(1, Math.round(barWidth * used / memory)));
	const left = Math.max(0, memory - used);
	return `${label}  ${'█'.repeat(full)}${'░'.repeat(barWidth - full)}  ${memoryText(left)} left`
		+ (boots === 'yes' ? '' : ', BIOS only');
}

const barWidth = 20;
