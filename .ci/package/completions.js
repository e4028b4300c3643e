import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';

/** What a shell reads to complete the command line, as the program itself prints it. @returns {Promise<Record<string, string>>} By shell. */
export async function completionsOf(dist) {
	const of = async shell => {
		const {stdout} = await execa(process.execPath, [path.join(dist, 'ramstrap.cjs'), 'completion', shell], {env: {RAMSTRAP_HOME: path.join(dist, 'home')}});
		return `${stdout}\n`;
	};

	return {bash: await of('bash'), zsh: await of('zsh'), fish: await of('fish')};
}
