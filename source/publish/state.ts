import * as z from 'zod';

const anId = z.string().regex(/^[\da-f]{12}$/);

/** As it lies on the disk. */
export const stateSchema = z.strictObject({
	versions: z.array(anId).min(1),
	current: anId,
	former: z.array(anId),
	only: z.record(z.string().regex(/^(?:[\da-f]{2}:){5}[\da-f]{2}$/), anId),
}) satisfies z.ZodType<State>;

/** Which versions of a recipe there are, newest first, and who boots which. */
export type State = {
	versions: readonly string[];
	/** What everybody boots; one of the versions. */
	current: string;
	/** What everybody booted before, the last one first. */
	former: readonly string[];
	/** Machines, by MAC, that boot another one: a new version is tried on these first. */
	only: Readonly<Record<string, string>>;
};

/**
The state with a version that was published.
@param only the machines that try it first; without any it is everybody's, also of those that tried it. The first
version is everybody's in any case
*/
export function withVersion(state: State | undefined, id: string, only: readonly string[] = []): State {
	const versions = [id, ...(state?.versions ?? []).filter(version => version !== id)];
	if (!state || only.length === 0) {
		const others = Object.entries(state?.only ?? {}).filter(([, version]) => version !== id);
		const former = state ? [state.current, ...state.former].filter(version => version !== id) : [];
		return {versions, current: id, former, only: Object.fromEntries(others)};
	}

	return {...state, versions, only: {...state.only, ...Object.fromEntries(only.map(mac => [mac, id]))}};
}

/** The state one version further back; nothing where there is none. */
export function rolledBack(state: State): State | undefined {
	const [current, ...former] = state.former;
	return current === undefined ? undefined : {...state, current, former};
}

/** The state in which these machines boot what everybody does. */
export function withoutOnly(state: State, macs: readonly string[]): State {
	return {...state, only: Object.fromEntries(Object.entries(state.only).filter(([mac]) => !macs.includes(mac)))};
}

/** The state without the oldest versions. @param keep how many of them stay; @param inUse more that must stay */
export function pruned(state: State, keep: number, inUse: ReadonlySet<string>): State {
	const needed = new Set([state.current, ...Object.values(state.only), ...inUse]);
	const versions = state.versions.filter((version, index) => index < keep || needed.has(version));
	return {...state, versions, former: state.former.filter(version => versions.includes(version))};
}

/** What a machine boots. */
export function versionFor({current, only}: State, mac: string | undefined): string {
	return (mac === undefined ? undefined : only[mac]) ?? current;
}
