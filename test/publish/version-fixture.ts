import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Version} from '../../source/publish/version.ts';

export const fixed = <T>(value: T) => () => value;

/** For what is whole. */
export const refuse = (problem: Error): never => {
	throw problem;
};

/** A version with files that hold `text`, not yet published, and where they are. */
export function makeVersion(folder: string, text: string): {version: Version; sources: Record<string, string>} {
	mkdirSync(folder, {recursive: true});
	const contents = {vmlinuz: text.repeat(100_000), initrd: `${text} of the initial archive`};
	const sources = Object.fromEntries(Object.keys(contents).map(name => [name, path.join(folder, name)]));
	const files = Object.entries(contents).map(([name, content]) => {
		writeFileSync(sources[name]!, content);
		return {name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex')};
	});
	return {version: {name: 'rambox', files, words: ['quiet'], milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'], memory: 100}, sources};
}
