import path from 'node:path';

/** Where things of a deployed recipe lie. Nothing else of the machine's files is ever ours. */
export function placesOf(recipe: string) {
	const state = `ramstrap-${recipe}`;
	return {
		settings: `/etc/ramstrap/${recipe}`,
		program: `/usr/local/lib/ramstrap/${recipe}`,
		loaders: `/var/lib/ramstrap/tftp/${recipe}`,
		exports: `/etc/exports.d/ramstrap-${recipe}.exports`,
		/** Below /var/lib, and the service's alone. */
		state,
		/** The same of the HTTP service. */
		httpState: `${state}-http`,
		units: {
			dnsmasq: `ramstrap-${recipe}-dnsmasq.service`,
			socket: `ramstrap-${recipe}-http.socket`,
			http: `ramstrap-${recipe}-http.service`,
		},
		unitFile: (name: string) => `/etc/systemd/system/${name}`,
	};
}

/** In the folder of the program: the single executable, which needs no Node beside it. */
export const singleExecutable = 'ramstrap';

/** Of all that is deployed: nodes are shown a menu of it. */
export const publishedFolder = '/var/lib/ramstrap/published';

export const journalsFolder = '/var/lib/ramstrap/deployed';
export const journalFile = (recipe: string): string => `${journalsFolder}/${recipe}.json`;

/** What every machine has; everything above a file of ours that is not here is ours to make, and to take away. */
const everywhere = new Set([
	'/',
	'/etc',
	'/etc/systemd',
	'/etc/systemd/system',
	'/usr',
	'/usr/local',
	'/usr/local/lib',
	'/var',
	'/var/lib',
]);

/** The folders that these files lie in, each after the one it lies in. */
export function foldersOf(files: readonly string[]): string[] {
	const above = (folder: string): string[] => everywhere.has(folder) ? [] : [...above(path.dirname(folder)), folder];
	return [...new Set(files.flatMap(file => above(path.dirname(file))))];
}
