import type {Change} from '../types.ts';
import {command} from './command.ts';
import {copy} from './copy.ts';
import {file} from './file.ts';
import {folder} from './folder.ts';
import type {Kind} from './kind.ts';
import {opening} from './opening.ts';
import {package_} from './package.ts';
import {unit} from './unit.ts';
import {version_} from './version.ts';

const kinds: {[Name in Change['kind']]: Kind<Name>} = {
	command,
	copy,
	file,
	folder,
	opening,
	package: package_,
	unit,
	version: version_,
};

/** What knows about a change of this kind. */
export function kindOf(change: Change): Kind<Change['kind']> {
	// Each is given only what belongs to it: a change and what its own `inspect` returned.
	return kinds[change.kind] as unknown as Kind<Change['kind']>;
}
