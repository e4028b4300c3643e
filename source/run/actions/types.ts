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
	readonly lines: readonly string[];

	/**
	@param kind whose affair it is: the step's own, the recipe's, or this machine's
	@param lines what a person should read of all that was said; without it, the last of it
	*/
	constructor(message: string, kind: ActionError['kind'] = 'failed', lines: readonly string[] = []) {
		super(message);
		this.kind = kind;
		this.lines = lines;
	}
}
