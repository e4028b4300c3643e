import {existsSync} from 'node:fs';
import {open, readdir} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {readPublished} from '../publish/read.ts';
import {placesOf, publishedFolder, singleExecutable} from './places.ts';

/** What this machine serves without anybody being logged in. */
export type DeployedHere = {
	recipe: string;
	/** Id of the version that nodes boot. */
	boots?: string | undefined;
	/** Version of ramstrap whose HTTP program is at work; nothing where it does not say. */
	by?: string | undefined;
};

/** Anybody may read it. */
export async function readDeployedHere(root = ''): Promise<DeployedHere[]> {
	const recipes = await readdir(root + path.dirname(placesOf('x').program)).catch(() => []);
	return Promise.all(
		recipes.toSorted((one, other) => one.localeCompare(other, 'en')).map(async recipe => {
			const ignore = () => undefined;
			const published = await readPublished(root + publishedFolder, recipe, ignore).catch(ignore);
			return {recipe, boots: published?.state.current, by: await versionIn(root + placesOf(recipe).program)};
		}),
	);
}

/** What it was copied from may be of another version by now. */
async function versionIn(folder: string): Promise<string | undefined> {
	const program = path.join(folder, singleExecutable);
	if (existsSync(program)) {
		const {stdout, failed} = await execa(program, ['--version'], {reject: false, timeout: 10_000, stdin: 'ignore'});
		return failed ? undefined : stdout.trim();
	}

	// The bundler writes it there.
	return /^\/\/ ramstrap (\S+)$/m.exec(await beginning(path.join(folder, 'http.mjs')))?.[1];
}

async function beginning(file: string): Promise<string> {
	try {
		await using handle = await open(file);
		const {buffer, bytesRead} = await handle.read({buffer: Buffer.alloc(200)});
		return buffer.toString('latin1', 0, bytesRead);
	} catch {
		return '';
	}
}
