/** Shell scripts are kept as files of their own, to be read and linted as such; the bundler turns them into strings. */
declare module '*.sh' {
	const text: string;
	export default text;
}

declare module '*.pl' {
	const text: string;
	export default text;
}

declare module '*.bash' {
	const text: string;
	export default text;
}

declare module '*.zsh' {
	const text: string;
	export default text;
}

declare module '*.fish' {
	const text: string;
	export default text;
}
