/** What the services write. */
export type Log = {hear(service: string, line: string): void; listen(hear: (service: string, line: string) => void): void; last(): readonly string[]};

/** Hands lines on, and keeps the last ones. */
export function makeLog(): Log {
	const kept: string[] = [];
	let listener: (service: string, line: string) => void = () => undefined;
	return {
		hear(service, line) {
			kept.push(`${service}  ${line}`);
			kept.splice(0, kept.length - 200);
			listener(service, line);
		},
		listen(hear) {
			listener = hear;
		},
		last: () => kept,
	};
}
