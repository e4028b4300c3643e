/** A name that none of these is yet: the name itself, or one made of it. */
export function freeNameAmong(taken: readonly string[], name: string): string {
	const candidates = [name, `my-${name}`, ...taken.map((_, index) => `my-${name}-${index + 2}`)];
	return candidates.find(candidate => !taken.includes(candidate)) ?? name;
}
