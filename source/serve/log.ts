import {openLog} from '../run/log.ts';
import {cleanLine} from '../rehearse/console-text.ts';

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

/** @param file is begun anew */
export function makeLog(file: string): Log {
	const recent: string[] = [];
	let log = openLog(file, () => undefined);
	let length = 0;
	// A log that cannot be written (a full disk) is no reason to stop serving; one that grows for weeks begins anew.
	const keep = (text: string) => {
		try {
			if (length > most) {
				log.close();
				log = openLog(file, () => undefined);
				length = 0;
			}

			log.write(text);
			length += text.length;
		} catch {}
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
			log.close();
		},
	};
}
