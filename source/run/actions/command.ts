import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {howItEnded, type Ending} from '../../report/how-it-ended.ts';
import type {Action} from '../../steps/types.ts';
import {endGroup} from '../process-group.ts';
import {ActionError, type Place} from './types.ts';

type Command = Extract<Action, {do: 'command'}>;

/** Runs a command in a process group of its own, every line it says into the log. */
export async function runCommand(
	{argv: [program, ...words], from, to, complaint, progress}: Command,
	{folder, log, signal}: Place,
): Promise<void> {
	const complaints = collectComplaint(complaint);
	const count = progress ? await countProgress(progress, folder) : (line: string) => line;
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
			log.write(line, count(line));
			complaints.hear(line);
		}

		judge(program!, folder, await subprocess, complaints.heard);
	} finally {
		signal.removeEventListener('abort', onAbort);
		// What a failed command started may outlive it (dpkg-deb's tar does) and must not write on.
		await end();
	}
}

/** The first line that matches, and those that explain it. */
function collectComplaint(pattern: string | undefined): {heard: string[]; hear(line: string): void} {
	const complaint = pattern === undefined ? undefined : new RegExp(pattern);
	const heard: string[] = [];
	return {
		heard,
		hear(line) {
			if (heard.length > 0 ? heard.length < 6 : complaint?.test(line)) {
				heard.push(line);
			}
		},
	};
}

/** Puts before a line that counts the how manieth it is, of how many. */
async function countProgress(
	{lines, of}: NonNullable<Command['progress']>,
	folder: string,
): Promise<(line: string) => string> {
	const text = await readFile(path.join(folder, of), 'utf8');
	const total = text.split('\n').length - 1;
	const counted = new RegExp(lines);
	let done = 0;
	return line => {
		done += counted.test(line) ? 1 : 0;
		return done > 0 && done <= total ? `${done} of ${total}  ${line.trim()}` : line;
	};
}

type Result = Ending & {failed: boolean; cause?: unknown};

function judge(program: string, folder: string, result: Result, complaint: readonly string[]): void {
	if (!result.failed) {
		return;
	}

	refuseAsSystem(result, folder);
	throw new ActionError(complaint[0]?.trim() ?? `${program} ${howItEnded(program, result)}`, 'failed', complaint);
}

/**
@throws the system's own error where the fault is not the program's: it is not there, or the file that it is to read or
write is the trouble
*/
function refuseAsSystem({code, cause, exitCode}: Result, folder: string): void {
	const {syscall = '', path: place} = (cause ?? {}) as NodeJS.ErrnoException;
	if (code === undefined || syscall === '') {
		return;
	}

	if (!syscall.startsWith('spawn')) {
		throw Object.assign(new Error(code, {cause}), {code, syscall, path: place ?? folder});
	}

	// Where the folder to work in is gone, the system says the same of a program that is there.
	if (code === 'ENOENT' && exitCode === undefined) {
		throw existsSync(folder)
			? new ActionError(`${place} is not installed on this machine`, 'machine')
			: new ActionError(`the folder ${folder} no longer exists: another program removed it`);
	}
}
