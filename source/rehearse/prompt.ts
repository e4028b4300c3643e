import {setTimeout as sleep} from 'node:timers/promises';
import {cleanLine} from '../boots/console-text.ts';

/**
Asks through a serial console whether somebody is at home. The kernel echoes what is typed even when no program runs any
more, so only a prompt counts; and behind the prompt for a name a program must start, for which the root must be there.
@param patience milliseconds for each answer; an emulated machine takes seconds to start a program
*/
export function makeCaller(type: (text: string) => void, patience = 10_000): Caller {
	let heard = '';
	const ask = async (question: string, answered: (prompt: Prompt) => boolean): Promise<Prompt | undefined> => {
		heard = '';
		type(question);
		for (let waited = 0; waited < patience; waited += step) {
			await sleep(step);
			const prompt = readPrompt(heard);
			if (prompt && answered(prompt)) {
				return prompt;
			}
		}

		return undefined;
	};

	return {
		hear(text) {
			heard = (heard + text).slice(-4000);
		},
		async isAnswered() {
			for (let attempt = 0; attempt < attempts; attempt++) {
				const prompt = await ask('\n', () => true);
				if (prompt === 'name') {
					return await ask('root\n', answer => answer !== 'name') !== undefined;
				}

				if (prompt) {
					return true;
				}
			}

			return false;
		},
	};
}

export type Caller = {
	/** Everything the console says. */
	hear(text: string): void;
	isAnswered(): Promise<boolean>;
};

type Prompt = 'name' | 'password' | 'shell';

/** Milliseconds. */
const step = 100;

/** What is typed while nobody reads yet is lost. */
const attempts = 2;

/** What a text from a console asks for at the end of one of its lines. */
export function readPrompt(text: string): Prompt | undefined {
	const lines = text
		.split('\n')
		.map(line => cleanLine(line))
		.filter(line => line !== '');
	const kinds = lines.map(
		line => Object.keys(prompts).find(kind => prompts[kind as Prompt].test(line)) as Prompt | undefined,
	);
	return kinds.findLast(kind => kind !== undefined);
}

const prompts: Record<Prompt, RegExp> = {
	name: /\blogin:$/,
	password: /^(?:password:$|login incorrect)/i,
	shell: /[^#$][#$]$/,
};
