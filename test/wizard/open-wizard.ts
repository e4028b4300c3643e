import {onTestFinished} from 'vitest';
import {runWizard} from '../../source/wizard/session.tsx';
import type {Outcome, WizardProps} from '../../source/wizard/types.ts';
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
	const outcome = runWizard({...demoProps, ...props}, {stdin: tty.stdin, stdout: tty.stdout, env: {}, signal: signal ?? end.signal}).catch((error: unknown) => error as Error);
	await tty.until(screen => screen.text().includes('ramstrap') || screen.text().includes('needs'));
	return {tty, outcome};
}
