/**
What of the environment of whoever starts ramstrap reaches the programs that it starts. All else changes what these do
(TAR_OPTIONS, GZIP, MAKEFLAGS, PERL5OPT, BASH_ENV, LD_PRELOAD and many more), and with it what is built.
*/
export const passedOn: readonly string[] = [
	'PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'XDG_*',
	// How the network is reached, and whom one trusts there.
	'http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy',
	'HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'ALL_PROXY', 'NO_PROXY',
	'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE', 'REGISTRY_AUTH_FILE', 'APT_CONFIG',
	// Where compiled objects are kept.
	'CCACHE_DIR', 'CCACHE_MAXSIZE', 'CCACHE_DISABLE',
];

/** What ramstrap itself goes by, and the programs that a person talks to. */
const own: readonly string[] = [
	'RAMSTRAP_*', 'npm_command', 'NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_DISABLE_COMPILE_CACHE',
	'NODE_EXTRA_CA_CERTS',
	'TERM', 'COLORTERM', 'TERM_PROGRAM', 'TERM_PROGRAM_VERSION', 'NO_COLOR', 'FORCE_COLOR', 'COLUMNS', 'LINES',
	'LANG', 'LANGUAGE', 'LC_*', 'TZ', 'EDITOR', 'VISUAL', 'CI', 'ACCESSIBLE',
	'SUDO_*', 'DPKG_RUNNING_VERSION', 'INVOCATION_ID', 'JOURNAL_STREAM', 'NOTIFY_SOCKET', 'LISTEN_*',
];

/** Leaves of an environment what may stay. */
export function cleanEnvironment(environment: Record<string, string | undefined>): void {
	for (const name of Object.keys(environment)) {
		if (
			![...passedOn, ...own].some(pattern =>
				pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
			)
		) {
			Reflect.deleteProperty(environment, name);
		}
	}
}
