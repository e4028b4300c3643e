import {createWriteStream} from 'node:fs';
import {finished} from 'node:stream/promises';
import {whyUnwritable} from '../report/system-error.ts';

/** What is written beside the work, such as a log: where that fails (a full disk), the work goes on. */
export type SideFile = {
	write(text: string): void;
	/** Waits until all is written. Never rejects. */
	close(): Promise<void>;
};

/**
Begins the file anew.
@param onFailure is given one sentence when something cannot be written; nothing more is tried then
*/
export function openSideFile(path: string, onFailure: (message: string) => void): SideFile {
	const stream = createWriteStream(path).on('error', error => {
		onFailure(`${path} cannot be written: ${whyUnwritable(error)}. What would follow in it is lost.`);
	});
	return {
		write(text) {
			if (!stream.destroyed) {
				stream.write(text);
			}
		},
		async close() {
			await finished(stream.end()).catch(() => undefined);
		},
	};
}
