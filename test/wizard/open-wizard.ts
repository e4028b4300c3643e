import {onTestFinished} from 'vitest';
import {runWizard} from '../../source/wizard/session.tsx';
import type {Outcome, WizardProps} from '../../source/wizard/types.ts';
import {keys} from '../terminal/keys.ts';
import {FakeTty} from '../terminal/fake-tty.ts';
import {demoProps} from './demo-props.ts';

type Options = {columns?: number; rows?: number; props?: Partial<WizardProps>; signal?: AbortSignal};

/** The wizard on a fake terminal, at its first frame. The outcome is an error where the wizard rejects. */
export async function openWizard({columns, rows, props, signal}: Options = {}): Promise<{tty: FakeTty; outcome: Promise<Outcome | Error>}> {
	const tty = new FakeTty(columns, rows);
	const end = new AbortController();
	onTestFinished(() => {
		end.abort();
	});
	const outcome = runWizard({...demoProps, ...props}, {stdin: tty.stdin, stdout: tty.stdout, env: {}, signal: signal ?? end.signal}).then(({outcome: what}) => what, (error: unknown) => error as Error);
	await tty.until(screen => screen.text().includes('ramstrap') || screen.text().includes('needs'));
	return {tty, outcome};
}

/** From the first question on, for whoever chooses the strategy by hand. */
export async function byHand(tty: FakeTty): Promise<void> {
	await tty.until('What is the machine for?');
	tty.type(keys.end);
	await tty.until('► I know what I want');
	tty.type('\r');
	await tty.until('step 2 of');
}

/** From the start screen to the name of a new recipe, which is typed. */
export async function toName(tty: FakeTty): Promise<void> {
	tty.type('\r');
	await byHand(tty);
	tty.type('\r'.repeat(8));
	await tty.until('► my-rambox');
}
