import type {Action} from '../../steps/types.ts';
import {runCheckConfig} from './check-config.ts';
import {runCompareConfig} from './compare-config.ts';
import {runCommand} from './command.ts';
import type {Place} from './types.ts';
import {runWriteFile} from './write-file.ts';

/** Does one action. One file per kind beside this one. */
export async function runAction(action: Action, place: Place): Promise<void> {
	switch (action.do) {
		case 'command': {
			return runCommand(action, place);
		}

		case 'write-file': {
			return runWriteFile(action, place);
		}

		case 'check-config': {
			return runCheckConfig(action, place);
		}

		case 'compare-config': {
			return runCompareConfig(action, place);
		}
	}
}
