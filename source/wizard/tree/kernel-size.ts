import type {Edits} from '../../kernel/kconfig/edits.ts';
import type {Step} from '../../kernel/kconfig/plan/search.ts';
import type {Model} from '../../kernel/kconfig/solve/cells.ts';
import type {KernelSize} from '../../kernel/size/estimate.ts';
import {valuesOfModel} from '../../kernel/size/values.ts';
import {sizeText} from '../../report/size.ts';

/** How large the kernel becomes with what is chosen, as it is said. */
export type SizeWords = {
	/** Reads the makefiles, which takes some tenths of a second; before it nothing is said. */
	start: () => void;
	/** `about 2.4 MB`, and how much that is more than at the start: `about 2.5 MB (+96 kB)`. */
	now: () => string | undefined;
	/** How many bytes these steps would add. */
	added: (steps: readonly Step[]) => number | undefined;
	/** The same in words: `the kernel grows by about 96 kB`. */
	after: (steps: readonly Step[]) => string | undefined;
};

type Props = {model: Model; edits: Edits; sizeOf: KernelSize | undefined};

export function sayKernelSize({model, edits, sizeOf}: Props): SizeWords {
	const measure = (): number | undefined => sizeOf?.(valuesOfModel(model));
	let isStarted = false;
	let first: number | undefined;
	let last: {turn: number; bytes: number | undefined} | undefined;
	const now = (): number | undefined => {
		if (!isStarted) {
			return undefined;
		}

		if (last?.turn !== edits.turn()) {
			last = {turn: edits.turn(), bytes: measure()};
			first ??= last.bytes;
		}

		return last.bytes;
	};

	const added = (steps: readonly Step[]): number | undefined => {
		const bytes = now();
		const then = bytes === undefined ? undefined : edits.whileTaken(steps, measure);
		return then === undefined ? undefined : then - bytes!;
	};

	return {
		start() {
			isStarted = true;
			now();
		},
		now() {
			const bytes = now();
			return bytes === undefined ? undefined : `about ${sizeText(bytes)}${difference(bytes - (first ?? bytes))}`;
		},
		added,
		after(steps) {
			const bytes = added(steps);
			return bytes === undefined ? undefined : change(bytes);
		},
	};
}

/** An estimate knows no smaller difference, in bytes. */
const least = 500;

const difference = (bytes: number): string =>
	Math.abs(bytes) < least ? '' : ` (${bytes > 0 ? '+' : '-'}${sizeText(Math.abs(bytes))})`;

function change(bytes: number): string {
	return Math.abs(bytes) < least
		? 'the kernel keeps its size'
		: `the kernel ${bytes > 0 ? 'grows' : 'shrinks'} by about ${sizeText(Math.abs(bytes))}`;
}
