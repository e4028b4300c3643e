import {openSideFile} from '../files/side-file.ts';
import {consoleReader} from '../boots/console-text.ts';

/** Its file in a rehearsal's folder. */
export const consoleName = (mac: string): string => `console-${mac.replaceAll(':', '-')}.log`;

/** The serial console: cleaned, written down with the seconds, and its last lines remembered. */
export function openConsole(path: string, seconds: () => number, {onLine, warn}: {
	onLine: (line: string) => void;
	warn: (message: string) => void;
}) {
	const log = openSideFile(path, warn);
	const tail: string[] = [];
	const reader = consoleReader(line => {
		log.write(`${seconds().toFixed(1).padStart(6)} ${line}\n`);
		tail.push(line);
		tail.splice(0, tail.length - tailLength);
		onLine(line);
	});
	return {
		path,
		push: reader.push,
		async close() {
			reader.end();
			await log.close();
			return tail;
		},
	};
}

const tailLength = 10;
