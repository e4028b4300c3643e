import {statSync, type Stats} from 'node:fs';

/** What stands there; nothing where nothing does, where it is not for us to see, or where that is no possible path. */
export function look(place: string): Stats | undefined {
	try {
		return statSync(place);
	} catch {
		return undefined;
	}
}
