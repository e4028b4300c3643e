/**
Words for all nodes and those of the recipe's user: an `ip=` of one's own takes the place of ours, since dracut goes by
all of them and stops where there are several.
*/
export function withOwnWords(words: readonly string[], own: readonly string[]): string[] {
	const hasAddress = own.some(word => word.startsWith('ip='));
	return [...words.filter(word => !hasAddress || !word.startsWith('ip=')), ...own];
}
