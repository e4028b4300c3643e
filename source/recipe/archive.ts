/** Whether a path is that of an archive, by its name; else it is a folder. */
export function isArchive(file: string): boolean {
	return /\.(?:tar(?:\.\w+)?|t[gx]z|tbz2?)$/.test(file);
}
