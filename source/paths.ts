import path from 'node:path';

/** Where ramstrap keeps what it keeps. All absolute. */
export type Folders = {
	/** Saved recipes. */
	recipes: string;
	/** One work folder per recipe. */
	work: string;
	/** What recipes have in common: unpacked kernel sources and what was compiled of them. */
	shared: string;
	/** What nodes are served, one folder per recipe. */
	published: string;
	/** One folder of logs per recipe. */
	logs: string;
	/** What can be found out again. */
	cache: string;
};

type Environment = Partial<
	Record<'RAMSTRAP_HOME' | 'HOME' | 'XDG_CONFIG_HOME' | 'XDG_DATA_HOME' | 'XDG_STATE_HOME' | 'XDG_CACHE_HOME', string>
>;

/** One folder for everything where RAMSTRAP_HOME says so, else the XDG base directories. */
export function foldersFrom(environment: Environment): Folders {
	const {RAMSTRAP_HOME: home} = environment;
	if (home) {
		const below = (name: string) => path.resolve(home, name);
		return {
			recipes: below('recipes'),
			work: below('work'),
			shared: below('shared'),
			published: below('published'),
			logs: below('logs'),
			cache: below('cache'),
		};
	}

	const user = environment.HOME && path.isAbsolute(environment.HOME) ? environment.HOME : '/root';
	// The XDG specification: a relative path in these variables is to be ignored.
	const base = (value: string | undefined, fallback: string) =>
		path.join(value && path.isAbsolute(value) ? value : path.join(user, fallback), 'ramstrap');
	const config = base(environment.XDG_CONFIG_HOME, '.config');
	const data = base(environment.XDG_DATA_HOME, '.local/share');
	const state = base(environment.XDG_STATE_HOME, '.local/state');
	return {
		recipes: path.join(config, 'recipes'),
		work: path.join(data, 'work'),
		shared: path.join(data, 'shared'),
		published: path.join(data, 'published'),
		logs: path.join(state, 'logs'),
		cache: base(environment.XDG_CACHE_HOME, '.cache'),
	};
}
