import type {Facts} from '../host/types.ts';
import {inOwnMounts} from './own-mounts.ts';
import type {Argv} from './types.ts';

/** All files of what it makes bear one date: 2020-01-01. */
export const mmdebstrap = (facts: Pick<Facts, 'user'>): Argv =>
	[...inOwnMounts(facts), 'env', 'SOURCE_DATE_EPOCH=1577836800', 'mmdebstrap'];

/** Where /bin is made a link by a package that takes all of Perl, 45 MB; mmdebstrap has a hook that does it before. */
export const mergingHook = (suite: string): string[] =>
	mergedLately.has(suite) ? ['--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr'] : [];

const mergedLately: ReadonlySet<string> = new Set(['bookworm', 'oldstable', 'jammy', 'noble']);

/**
Manuals and translations are a third of a small system. The copyright stays, as licenses ask for it. mmdebstrap itself
would filter each package by a script in Python, a tenth of all its time; dpkg is told by a file, and of what is
unpacked before there is a dpkg they are removed.
*/
export const withoutManuals: readonly string[] = [
	String.raw`--setup-hook=mkdir -p "$1/etc/dpkg/dpkg.cfg.d"; printf '%s\n' ${[
		'path-exclude=/usr/share/man/*', 'path-exclude=/usr/share/info/*',
		'path-exclude=/usr/share/doc/*', 'path-include=/usr/share/doc/*/copyright',
		'path-exclude=/usr/share/locale/*', 'path-include=/usr/share/locale/locale.alias',
	].map(line => `'${line}'`).join(' ')} >"$1/etc/dpkg/dpkg.cfg.d/ramstrap"`,
	'--extract-hook=set -e; cd "$1/usr/share"; for folder in man info locale doc; do [ ! -d $folder ] || { '
	+ 'find $folder -mindepth 1 ! -type d ! -path locale/locale.alias ! -path "doc/*/copyright" -delete; '
	+ 'find $folder -mindepth 1 -type d -empty -delete; }; done',
];
