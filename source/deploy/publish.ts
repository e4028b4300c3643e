import path from 'node:path';

/** Where what is given out lies from now on, by URL path, and the copies that bring it there. Rebuilding a recipe changes nothing that nodes get. */
export function publish(files: Readonly<Record<string, string>>, folder: string): {files: Record<string, string>; copies: Record<string, string>} {
	const places = Object.entries(files).map(([url, original]) => ({url, original, place: path.join(folder, ...url.split('/'))}));
	return {
		files: Object.fromEntries(places.map(({url, place}) => [url, place])),
		copies: Object.fromEntries(places.map(({place, original}) => [place, original])),
	};
}
