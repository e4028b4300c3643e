import type {Facts} from '../host/types.ts';
import {inOwnMounts} from './own-mounts.ts';
import type {Argv} from './types.ts';

/**
The words before mmdebstrap's own; all files of what it makes bear one date. It starts a script in Python for each
package: that of this machine, whatever a person's PATH has before it, such as a shim of pyenv that takes twenty times
as long.
*/
export const mmdebstrap = (facts: Pick<Facts, 'user'>): Argv => [
	...inOwnMounts(facts), 'env', `SOURCE_DATE_EPOCH=${date}`,
	'sh', '-c', 'PATH="/usr/sbin:/usr/bin:/sbin:/bin:$PATH" exec mmdebstrap "$@"', 'mmdebstrap',
];

/** 2020-01-01. */
const date = 1_577_836_800;

/** Where /bin is made a link by a package that takes all of Perl, 45 MB; mmdebstrap has a hook that does it before. */
export const mergingHook = (suite: string): string[] =>
	mergedLately.has(suite) ? ['--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr'] : [];

const mergedLately: ReadonlySet<string> = new Set(['bookworm', 'oldstable', 'jammy', 'noble']);

/**
Manuals and translations are a third of a small system. The copyright stays, as licenses ask for it. mmdebstrap itself
would filter each package in Python, a tenth of all its time; dpkg is told by a file, and of what is unpacked before
there is a dpkg they are removed.
*/
export const withoutManuals: readonly string[] = [
	String.raw`--setup-hook=mkdir -p "$1/etc/dpkg/dpkg.cfg.d"; printf '%s\n' ${[
		'path-exclude=/usr/share/man/*', 'path-exclude=/usr/share/info/*',
		'path-exclude=/usr/share/doc/*', 'path-include=/usr/share/doc/*/copyright',
		'path-exclude=/usr/share/locale/*', 'path-include=/usr/share/locale/locale.alias',
	].map(line => `'${line}'`).join(' ')} >"$1/etc/dpkg/dpkg.cfg.d/ramstrap"`,
	'--extract-hook=cd "$1/usr/share"; for folder in man info locale doc; do [ ! -d $folder ] || { '
	+ 'find $folder -mindepth 1 ! -type d ! -path locale/locale.alias ! -path "doc/*/copyright" -delete; '
	+ 'find $folder -mindepth 1 -type d -empty -delete; }; done',
];
