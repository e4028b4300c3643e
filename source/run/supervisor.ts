import {copyFile, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import {UserError, exitCodes} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {whyNotListening} from '../report/system-error.ts';
import type {Service} from '../services/types.ts';
import {findIn, startHttpServer, type HttpListener} from './http-server.ts';
import {startProgram, type Running} from './program.ts';

/**
Starts services in their order, each when the one before is ready, watches all, stops them in reverse.
When one does not get ready, those before it are stopped and the error says which it was and what it wrote last.
*/
export async function startServices(
	services: readonly Service[],
	options: SupervisorOptions,
): Promise<RunningServices> {
	const running: Running[] = [];
	const stop = once(async () => {
		for (const service of running.toReversed()) {
			await service.stop();
		}
	});

	try {
		for (const service of services) {
			options.signal?.throwIfAborted();
			running.push(await startService(service, options));
		}
	} catch (error) {
		await stop();
		throw error;
	}

	const died = Promise.race(running.map(async service => service.died));
	// Not unhandled while the caller is busy elsewhere; whoever awaits it still gets the error.
	died.catch(() => undefined);
	const stopOnAbort = () => {
		stop().catch(() => undefined);
	};

	options.signal?.addEventListener('abort', stopOnAbort, {once: true});
	return {
		died,
		async stop() {
			options.signal?.removeEventListener('abort', stopOnAbort);
			await stop();
		},
	};
}

export type SupervisorOptions = {
	/** Every service gets a folder of its own in it. */
	folder: string;
	signal?: AbortSignal;
	/** Seconds a service may take until it is ready. */
	patience?: number;
	onLine?: (service: string, line: string) => void;
} & HttpListener;

export type RunningServices = {
	/** Rejects, with an error that names it, when a service ends that was not told to. Never resolves. */
	died: Promise<never>;
	stop(): Promise<void>;
};

async function startService(service: Service, options: SupervisorOptions): Promise<Running> {
	const folder = join(options.folder, service.id);
	await writeFiles(service, folder);
	if (service.process.kind === 'program') {
		const {argv, ready, refused} = service.process;
		return startProgram({
			name: service.id,
			argv: argv.map(word => word.replaceAll('{folder}', () => folder)),
			ready: new RegExp(ready),
			refused: refused === undefined ? undefined : new RegExp(refused),
			patience: options.patience ?? 10,
			onLine: line => options.onLine?.(service.id, line),
			signal: options.signal,
		});
	}

	const {site} = service.process;
	const server = await startHttpServer(site, findIn(site), options).catch((error: unknown) => {
		throw new UserError(
			`The HTTP server cannot listen on ${site.address}:${site.port}: ${whyNotListening(error)}.`,
			[],
			exitCodes.notReady,
		);
	});
	return {died: Promise.withResolvers<never>().promise, stop: async () => server.close()};
}

async function writeFiles({files, copies}: Service, folder: string): Promise<void> {
	makeFolder(folder);
	for (const [path, text] of Object.entries(files)) {
		makeFolder(dirname(join(folder, path)));
		await writeFile(join(folder, path), text.replaceAll('{folder}', () => folder));
	}

	for (const [path, original] of Object.entries(copies)) {
		makeFolder(dirname(join(folder, path)));
		await copy(original, join(folder, path));
	}
}

/** Of a folder everything goes along, owners and attributes too. */
async function copy(original: string, target: string): Promise<void> {
	const isFolder = (await stat(original)).isDirectory();
	await (isFolder ? execa('cp', ['-a', '--reflink=auto', original, target]) : copyFile(original, target));
}

function once<T>(action: () => Promise<T>): () => Promise<T> {
	let result: Promise<T> | undefined;
	return async () => {
		result ??= action();
		return result;
	};
}
