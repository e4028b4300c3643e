import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execaSync} from 'execa';
import {exitCodes, UserError} from '../errors.ts';
import {readIfThere} from '../files/read-if-there.ts';

export type Environment = Readonly<Record<string, string>>;

/**
What the tree's makefiles give to their own programs: about 150 variables. MAKEFILES is read before them, and adds a
target beside `menuconfig` that writes its environment down.
*/
export function environmentOf(
	root: string,
	build: string,
	{arch, environment}: {arch: string; environment: Environment},
): Environment {
	const [extra, noted] = [path.join(build, 'extra.mk'), path.join(build, 'environment')];
	writeFileSync(extra, [
		'ifeq ($(obj),scripts/kconfig)',
		'.PHONY: ramstrapconfig',
		'ramstrapconfig:',
		`\t@env -0 >'${noted}'`,
		// Nothing is built here, so a source with a `.config` or objects of its own, which make would refuse, will do.
		// Where the makefile first starts itself once more, its own rule takes the place of this one until then.
		'else',
		'.PHONY: ramstrapconfig',
		'ramstrapconfig:',
		'\t@$(MAKE) $(build)=scripts/kconfig $@',
		'endif',
		'',
	].join('\n'));
	const makefile = path.join(root, 'Makefile');
	// As in kernels until 5.2: the makefile has to be started in its own folder, and starts itself in the other one.
	const isOld = readFileSync(makefile, 'utf8').includes('ifeq ($(KBUILD_SRC),)');
	const where = isOld ? ['-C', root, `O=${build}`] : ['-f', makefile, `ARCH=${arch}`];
	const {cause, stderr} = execaSync('make', ['-s', ...where, 'ramstrapconfig'], {
		cwd: build,
		env: {...environment, MAKEFLAGS: '', MAKEFILES: extra},
		extendEnv: false,
		reject: false,
		stdin: 'ignore',
	});
	const text = readIfThere(noted);
	if (text === undefined) {
		throw cause instanceof Error ? cause : makeError(root, stderr ?? '');
	}

	return Object.fromEntries(text.split('\0').filter(Boolean).map(entry => {
		const end = entry.indexOf('=');
		return [entry.slice(0, end), entry.slice(end + 1)];
	}));
}

/** The first line that names a reason; the lines after it only say that make ended. */
function makeError(root: string, said: string): UserError {
	const lines = said.split('\n')
		.map(line => line.replace(/^\*+ */, ''))
		.filter(line => line !== '' && !/: warning: (?:overriding|ignoring old) recipe/.test(line));
	const reason = lines.find(line => !/\] Error \d+$/.test(line)) ?? lines.at(-1) ?? 'make gives no reason';
	return new UserError(`The makefiles of ${root} stop: ${reason}`, [], exitCodes.notReady);
}
