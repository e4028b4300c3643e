import type {StepLog} from '../log.ts';

/** Where an action works. */
export type Place = {
	/** Absolute path of the step's folder while it is in the making. */
	folder: string;
	log: StepLog;
	signal: AbortSignal;
};

/** An action went wrong in a way that says something about the world, not about us. */
export class ActionError extends Error {
	override name = 'ActionError';
	readonly kind: 'failed' | 'recipe' | 'machine';

	/** @param kind whose affair it is: the step's own, the recipe's, or this machine's */
	constructor(message: string, kind: ActionError['kind'] = 'failed') {
		super(message);
		this.kind = kind;
	}
}
