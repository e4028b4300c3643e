import path from 'node:path';
import {execa} from 'execa';
import type {Action} from '../../steps/types.ts';
import {endGroup} from '../process-group.ts';
import {ActionError, type Place} from './types.ts';

type Command = Extract<Action, {do: 'command'}>;

/** Runs a command in a process group of its own, every line it says into the log. */
export async function runCommand({argv: [program, ...words], from, to}: Command, {folder, log, signal}: Place): Promise<void> {
	const subprocess = execa(program!, words, {
		cwd: folder,
		// The same words and the same order everywhere; and nothing may stop to ask.
		env: {LC_ALL: 'C', TZ: 'UTC', DEBIAN_FRONTEND: 'noninteractive'},
		stdin: from === undefined ? 'ignore' : {file: path.join(folder, from)},
		stdout: to === undefined ? 'pipe' : {file: path.join(folder, to)},
		all: true,
		buffer: false,
		detached: true,
		reject: false,
	});
	const end = async () => {
		if (subprocess.pid !== undefined) {
			await endGroup(subprocess.pid, subprocess);
		}
	};

	const onAbort = () => {
		void end();
	};

	signal.addEventListener('abort', onAbort, {once: true});
	try {
		for await (const line of subprocess.iterable({from: to === undefined ? 'all' : 'stderr'})) {
			log.write(line);
		}

		judge(program!, await subprocess);
	} finally {
		signal.removeEventListener('abort', onAbort);
		// What a failed command started may outlive it (dpkg-deb's tar does) and must not write on.
		await end();
	}
}

function judge(program: string, result: {failed: boolean; code?: string; exitCode?: number; signal?: string}): void {
	if (!result.failed) {
		return;
	}

	if (result.code === 'ENOENT') {
		throw new ActionError(`${program} is not installed on this machine`, 'machine');
	}

	throw new ActionError(result.signal ? `${program} was ended by ${result.signal}` : `${program} ended with exit code ${result.exitCode}`);
}
