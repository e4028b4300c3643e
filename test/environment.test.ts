import {expect, test} from 'vitest';
import {cleanEnvironment} from '../source/environment.ts';

test('of the environment stays what is passed on purpose', () => {
	const environment: Record<string, string> = {
		PATH: '/bin', HOME: '/root', https_proxy: 'x', RAMSTRAP_HOME: 'x', XDG_DATA_HOME: 'x', LC_ALL: 'C', TERM: 'dumb',
		TAR_OPTIONS: 'x', GZIP: 'x', PERL5LIB: 'x', LD_LIBRARY_PATH: 'x', KCONFIG_ALLCONFIG: 'x', 'BASH_FUNC_tar%%': '() { :; }', PWD: '/', HOMEBREW: 'x', XPATH: 'x',
	};
	cleanEnvironment(environment);
	expect(Object.keys(environment)).toEqual(['PATH', 'HOME', 'https_proxy', 'RAMSTRAP_HOME', 'XDG_DATA_HOME', 'LC_ALL', 'TERM']);
});
