import {cleanLine} from '../boots/console-text.ts';
import {whyUnwritable} from '../report/system-error.ts';
import {openLog, type StepLog} from '../run/log.ts';

/** Everything that was said, in a file; of it the last lines that are worth reading, with the time of day. */
export type Log = {
	/** @param short the same for a person; nothing where nobody needs to read it */
	write(line: string, short: string | undefined): void;
	last(): readonly string[];
	close(): void;
};

const kept = 200;
/** Characters. */
const most = 50_000_000;

/**
@param file is begun anew, and once more before it is too long
@param onFailure is given one sentence when something cannot be written (a full disk); it is tried again with each line
*/
export function makeLog(file: string, onFailure: (message: string) => void): Log {
	const recent: string[] = [];
	let log: StepLog | undefined;
	let length = 0;
	let hasFailed = false;
	const keep = (text: string) => {
		try {
			if (length > most) {
				log?.close();
				log = undefined;
				length = 0;
			}

			log ??= openLog(file, () => undefined);
			log.write(text);
			length += text.length;
		} catch (error) {
			if (!hasFailed) {
				hasFailed = true;
				onFailure(`${file} cannot be written: ${whyUnwritable(error)}. Lines of this log are lost.`);
			}
		}
	};

	return {
		write(line, short) {
			const now = new Date();
			keep(`${now.toISOString()} ${cleanLine(line)}`);
			if (short === undefined) {
				return;
			}

			recent.push(`${now.toLocaleTimeString('sv-SE')}  ${cleanLine(short)}`);
			recent.splice(0, recent.length - kept);
		},
		last: () => recent,
		close() {
			log?.close();
		},
	};
}
