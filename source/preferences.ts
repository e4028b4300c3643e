import Conf from 'conf';

/** What the wizard offers first the next time. */
export type Preferences = {
	lastRecipe?: string;
};

export function readPreferences(folder: string): Preferences {
	return {...open(folder).store};
}

/** Keeps what is not mentioned. */
export function writePreferences(folder: string, preferences: Preferences): void {
	const known = open(folder);
	known.store = {...known.store, ...preferences};
}

function open(folder: string): Conf<Preferences> {
	return new Conf<Preferences>({
		cwd: folder,
		configName: 'preferences',
		configFileMode: 0o600,
		// They are a convenience: a file that somebody broke must not stop the program.
		clearInvalidConfig: true,
	});
}
