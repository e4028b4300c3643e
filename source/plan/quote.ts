/** A command as one would type it into a POSIX shell. */
export function quoteArgv(argv: readonly string[]): string {
	return argv.map(word => quoteWord(word)).join(' ');
}

export function quoteWord(word: string): string {
	return /^[\w%+,\-./:=@]+$/.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`;
}
