/** A name that none of these is yet: the name itself, or one made of it. */
export function freeNameAmong(taken: readonly string[], name: string): string {
	const own = name.startsWith('my-') ? name : `my-${name}`;
	const candidates = [name, own, ...taken.map((_, index) => `${own}-${index + 2}`)];
	return candidates.find(candidate => !taken.includes(candidate)) ?? name;
}
