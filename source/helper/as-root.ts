import type {HelperOptions} from './start-helper.ts';

/**
How to start a helper as root: by sudo, which asks for the password on the terminal, where we are not.
@param prompt of sudo; `%p` is the user whose password it asks for
*/
export function asRootOptions(argv: readonly string[], {asRoot, prompt}: {
	asRoot: boolean;
	prompt: string;
}): HelperOptions {
	return asRoot
		? {argv, isOurs: true}
		: {
			argv: ['sudo', `--prompt=${prompt}`, '--', ...argv], isOurs: false,
			hints: ['run it as a user with sudo rights, or as root'],
		};
}
