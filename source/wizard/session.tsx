import {UserError} from '../errors.ts';
import {onScreen, type Terminal} from './on-screen.tsx';
import type {Ended, WizardProps} from './types.ts';

/**
Asks, on a screen of its own, and answers with what is wanted and where it was.
Rejects with Cancelled on Ctrl-C, with the signal's own reason when it aborts, and with a UserError
where nobody can be asked.
*/
export async function runWizard(props: WizardProps | Promise<WizardProps>, terminal: Terminal): Promise<Ended> {
	if (!terminal.stdin.isTTY || !terminal.stdout.isTTY) {
		throw new UserError('The wizard needs a terminal.', ['ramstrap run <recipe>', 'ramstrap recipes list']);
	}

	return onScreen<Ended>(async () => {
		const [{Wizard}, known] = await Promise.all([import('./wizard.tsx'), props]);
		return ({size, done, fail}) => <Wizard props={known} size={size} onEnd={done} onCancel={fail}/>;
	}, terminal);
}
