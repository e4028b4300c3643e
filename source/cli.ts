import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {helpText, oneOf, parseCommandLine, plainFlag, type CommandName, type Flags} from './arguments.ts';
import {withLogs} from './commands/with-logs.ts';
import {askYesNo} from './run/ask.ts';
import type {Context} from './context.ts';
import {cleanEnvironment} from './environment.ts';
import {Cancelled, describeError, exitCodes, UserError} from './errors.ts';
import {keepCompiledCode} from './files/compile-cache.ts';
import {readInstallation} from './host/installation.ts';
import {foldersFrom} from './paths.ts';
import {planFormats} from './plan/print.ts';
import {isUtf8, writeAscii} from './report/ascii.ts';
import {whyUnwritable} from './report/system-error.ts';
import {quietKeyboard} from './run/quiet-keyboard.ts';
import {version} from './version.ts';
import type {Terminal} from './wizard/on-screen.tsx';

/**
The one place that reads the process, prints errors and sets the exit code. Commands are loaded when they are asked for.
*/
async function main(words: string[]): Promise<number> {
	// What is built and published is read by others: services that are nobody. What is secret says so by itself.
	process.umask(0o022);
	cleanEnvironment(process.env);
	const stops: Stops = [new AbortController()];
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			(name === 'SIGINT' ? stops.at(-1)! : stops[0]).abort(new Cancelled(name));
		});
	}

	for (const stream of isUtf8(process.env) ? [] : [process.stdout, process.stderr].filter(({isTTY}) => isTTY)) {
		writeAscii(stream);
	}

	if (!isFolderThere()) {
		const {lines, exitCode} = describeError(
			new UserError(
				'The current folder no longer exists.',
				['change to another folder (cd) and try again'],
				exitCodes.notReady,
			),
		);
		process.stderr.write(`${lines.join('\n')}\n`);
		return exitCode;
	}

	const argv = words.filter(word => word !== plainFlag);
	const isPlain = argv.length < words.length || wantsPlain(process.env);
	if (isPlain) {
		process.env.NO_COLOR = '1';
	}

	const isData = argv.includes('--json') || ['plan', 'recipes', 'completion'].includes(argv[0] ?? '');
	const context = makeContext(stops, {isData, isPlain});
	try {
		return await dispatch(argv, context);
	} catch (error) {
		return report(error, context, argv.includes('--json'));
	}
}

/** Relative paths begin there, and so does every program that is started. */
function isFolderThere(): boolean {
	try {
		process.cwd();
		return true;
	} catch {
		return false;
	}
}

/** In a checkout the command is `npx ramstrap`; what we tell people to type must work when typed. */
function asTyped(text: string): string {
	return process.env.npm_command
		? text.replaceAll(
			/(^|[ →])ramstrap (?=(?:run|plan|rehearse|serve|deploy|undeploy|publish|rollback|status|wake|kernel|recipes|doctor|forecast|completion|--help)\b)/gm,
			'$1npx ramstrap ',
		)
		: text;
}

/** Of the program, and of the work within it that Ctrl-C ends alone. */
type Stops = [AbortController, ...AbortController[]];

/** Lines that stay where they are, for screen readers and for terminals that cannot move the cursor. */
const wantsPlain = ({ACCESSIBLE = '', TERM}: NodeJS.ProcessEnv): boolean =>
	!['', '0'].includes(ACCESSIBLE) || TERM === 'dumb';

/** `isData`: what is printed is a file or for a program: not a letter of it may change. */
function makeContext(stops: Stops, {isData, isPlain}: {isData: boolean; isPlain: boolean}): Context {
	const folders = foldersFrom(process.env);
	const terminal = process.stdout.isTTY && !isPlain;
	const [{signal}] = stops;
	const {self, way, ...bundled} = readInstallation(import.meta.url);
	const context: Context = {
		folders,
		recipes: {...bundled, savedFolder: folders.recipes},
		out(line) {
			process.stdout.write(`${isData ? line : asTyped(line)}\n`);
		},
		terminal,
		isPlain,
		ask:
			process.stdin.isTTY && process.stdout.isTTY
				? async question => isPlain
					? askInLines(question, context)
					: askYesNo(question, {input: process.stdin, output: process.stdout, signal})
				: undefined,
		signal,
		async quietly(work, logs) {
			const interrupt = () => {
				stops.at(-1)!.abort(new Cancelled('SIGINT'));
			};

			const listen = (onKey?: (key: string) => void) =>
				terminal ? quietKeyboard(process.stdin, interrupt, onKey) : () => undefined;
			return withLogs(work, {
				logs, listen, interrupt,
				// Who stops the program in there would find the list drawn over by the shell.
				terminal: {...terminalOf(context), suspend: () => undefined},
				onProblem(error) {
					context.out(`The log could not be shown: ${describeError(error).lines[0]!}`);
				},
			});
		},
		async interruptible(work) {
			const own = new AbortController();
			stops.push(own);
			try {
				const made = await work({...context, signal: AbortSignal.any([signal, own.signal])});
				return own.signal.aborted ? undefined : made;
			} catch (error) {
				if (signal.aborted || !own.signal.aborted) {
					throw error;
				}

				return undefined;
			} finally {
				const forget = () => {
					stops.splice(stops.indexOf(own), 1);
				};

				if (own.signal.aborted) {
					// Ctrl-C pressed twice is meant for the same work, which is over by now.
					setTimeout(forget, 700).unref();
				} else {
					forget();
				}
			}
		},
		self,
		installed: way,
	};
	return context;
}

/** Lines that came before they were asked for, whoever asks next. */
const typedAhead: string[] = [];

/** Nothing is repainted, and no line that was typed ahead is lost. */
async function askInLines(question: string, context: Context): Promise<boolean> {
	const {Lines} = await import('./wizard/plain/lines.ts');
	const lines = new Lines({...terminalOf(context), signal: context.signal});
	try {
		return await lines.isYes(question);
	} finally {
		lines.close();
	}
}

const terminalOf = ({isPlain}: Context): Terminal => ({
	stdin: process.stdin,
	stdout: process.stdout,
	env: process.env,
	isPlain,
	unread: typedAhead,
	suspend() {
		// With npm, which started us and would go on waiting in the foreground.
		process.kill(0, 'SIGTSTP');
	},
});

async function dispatch(argv: string[], context: Context): Promise<number> {
	const [first, use = ''] = argv;
	if (first === 'helper' && Object.hasOwn(helpers, use)) {
		await helpers[use as keyof typeof helpers](argv.slice(2), context);
		return exitCodes.done;
	}

	const request = parseCommandLine(argv);
	switch (request.do) {
		case 'version': {
			context.out(version);
			return exitCodes.done;
		}

		case 'help': {
			context.out(helpText(request.command, request.verb).trimEnd());
			return exitCodes.done;
		}

		case 'wizard': {
			keepCompiledCode(context.folders.cache);
			const {wizard} = await import('./commands/wizard.ts');
			return wizard(context, terminalOf(context));
		}

		case 'command': {
			return runCommand(request.command, request.words, request.flags, context);
		}
	}
}

/** How we start ourselves again, as root or in namespaces, and what shells ask; nobody types this. */
const helpers = {
	async complete(words: readonly string[], context: Context) {
		const {completeWords} = await import('./commands/completion.ts');
		await completeWords(words, context);
	},
	async lab() {
		const {serveLab} = await import('./rehearse/lab-process.ts');
		await serveLab(process.stdin, process.stdout);
	},
	async serve() {
		const {serveRootHelper} = await import('./serve/helper-process.ts');
		await serveRootHelper(process.stdin, process.stdout);
	},
	/** In the single executable; any other is deployed with a file that has nothing but this. */
	async http([settings]: readonly string[], {signal, out}: Context) {
		const {serveSettings} = await import('./deploy/http.ts');
		await serveSettings(settings ?? 'the file of settings', {env: process.env, pid: process.pid, signal, out});
	},
	async deploy() {
		const {serveDeployHelper} = await import('./deploy/helper-process.ts');
		await serveDeployHelper(process.stdin, process.stdout);
	},
};

async function runCommand(command: CommandName, words: string[], flags: Flags, context: Context): Promise<number> {
	const {set = [], fresh = false, json = false} = flags;
	keepCompiledCode(context.folders.cache);
	switch (command) {
		case 'run': {
			const {run, plan} = await import('./commands/run.ts');
			const name = recipeWord(command, words);
			return flags['dry-run']
				? plan(name, context, {format: json ? 'json' : 'text', set})
				: run(name, context, {fresh, json, set, yes: flags.yes});
		}

		case 'plan': {
			const {plan} = await import('./commands/run.ts');
			return plan(recipeWord(command, words), context, {
				format: oneOf('format', flags.format, planFormats, 'text'),
				set,
			});
		}

		case 'rehearse': {
			const {rehearse} = await import('./commands/rehearse.ts');
			return rehearse(recipeWord(command, words), context, flags);
		}

		case 'forecast': {
			const {forecast} = await import('./commands/forecast.ts');
			return forecast(recipeWord(command, words), context, flags);
		}

		case 'serve': {
			const {serve} = await import('./commands/serve.ts');
			return serve(recipeWord(command, words), context, flags, terminalOf(context));
		}

		case 'deploy': {
			const {deploy} = await import('./commands/deploy.ts');
			return deploy(recipeWord(command, words), context, flags);
		}

		case 'undeploy': {
			const {undeploy} = await import('./commands/undeploy.ts');
			return undeploy(recipeWord(command, words), context, flags);
		}

		case 'publish': {
			const {publish} = await import('./commands/publish.ts');
			return publish(recipeWord(command, words), context, flags);
		}

		case 'rollback': {
			const {rollback} = await import('./commands/rollback.ts');
			return rollback(recipeWord(command, words), context, flags);
		}

		case 'status': {
			const {status} = await import('./commands/status.ts');
			return status(recipeWord(command, words), context, {json});
		}

		case 'wake': {
			const {wake} = await import('./commands/wake.ts');
			return wake(words, context, flags);
		}

		case 'completion': {
			const {completion} = await import('./commands/completion.ts');
			return completion(words, context);
		}

		case 'doctor': {
			const {doctorFor} = await import('./commands/doctor.ts');
			return doctorFor(words.length > 0 ? recipeWord(command, words) : undefined, context, flags);
		}

		case 'kernel': {
			const {kernel} = await import('./commands/kernel.ts');
			return kernel(words, context, flags, terminalOf(context));
		}

		case 'recipes': {
			const [{recipes}, store] = await Promise.all([
				import('./commands/recipes.ts'),
				import('./recipe-store.ts'),
			]);
			return recipes(words, {
				...context.recipes,
				out: context.out,
				json,
				set,
				purpose: flags.purpose,
				isPublished: name => existsSync(path.join(context.folders.published, name)),
				store: store.recipeStore(context.folders.recipes),
			});
		}
	}
}

function recipeWord(command: CommandName, words: string[]): string {
	const [name, ...more] = words;
	if (name === undefined) {
		throw new UserError(`ramstrap ${command} needs a recipe: a name or the path of a file.`, [
			'ramstrap recipes list   lists the names',
			`ramstrap ${command} rambox`,
		]);
	}

	if (more.length > 0) {
		throw new UserError(`ramstrap ${command} takes one recipe; unexpected: ${more.join(' ')}.`);
	}

	return name;
}

function report(error: unknown, context: Context, json: boolean): number {
	const {lines, exitCode} = describeError(error);
	if (json) {
		context.out(JSON.stringify({event: 'result', ok: false, exitCode, message: lines.join('\n')}));
	}

	process.stderr.write(`${asTyped(lines.join('\n'))}\n`);
	return exitCode;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	// A reader that has had enough (| head) is no fault.
	if (error.code === 'EPIPE') {
		return;
	}

	process.stderr.write(`The output could not be written: ${whyUnwritable(error)}.\n`);
	// eslint-disable-next-line unicorn/no-process-exit -- nothing that follows could be said
	process.exit(exitCodes.notReady);
});
// What cannot be said does not change how it ended.
process.stderr.on('error', () => undefined);
// Debian leaves these out of a user's path; depmod, modprobe and dnsmasq are there, and need no
// root for what we ask of them.
process.env.PATH = `${process.env.PATH ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`;
process.exitCode = await main(process.argv.slice(2));
