/** What xo asks and we do not do, each with its reason. */
const config = [
	{
		rules: {
			// A sentence about one thing stands on one line; a table reads as rows.
			'unicorn/single-line-block-comment-style': 'off',
			'@stylistic/object-curly-newline': 'off',
			'@stylistic/array-element-newline': 'off',
			'@stylistic/max-len': ['error', {code: 120, tabWidth: 4, ignoreUrls: true, ignoreRegExpLiterals: true}],
			// "Not there" and "empty" mean the same almost everywhere here.
			'@typescript-eslint/strict-boolean-expressions': 'off',
			// Names of others: isTTY, RAMSTRAP_HOME, 'etc/fstab'.
			'@typescript-eslint/naming-convention': 'off',
			'unicorn/consistent-boolean-name': 'off',
			// Short expressions over ASCII text of other programs.
			'require-unicode-regexp': 'off',
			'regexp/prefer-named-capture-group': 'off',
			// Terminals speak in control characters.
			'regexp/no-control-character': 'off',
			'no-control-regex': 'off',
			'regexp/no-obscure-range': 'off',
			'regexp/hexadecimal-escape': 'off',
			'unicorn/prefer-unicode-code-point-escapes': 'off',
			// Where it stands, one after the other is meant.
			'no-await-in-loop': 'off',
			// The program runs on Node only.
			'n/prefer-global/process': 'off',
			'n/prefer-global/buffer': 'off',
			'@typescript-eslint/no-restricted-types': 'off',
			// Expectations nest; node:test is not our runner.
			'unicorn/max-nested-calls': 'off',
			'node-test/no-import-test-files': 'off',
			// Types say it; a comment repeats nothing.
			'jsdoc/require-param': 'off',
			'jsdoc/check-param-names': 'off',
			'jsdoc/escape-inline-tags': 'off',
			// `a ?? b`, `then(ok, bad)`, reduce and a small ternary are plain enough.
			'unicorn/prefer-then-catch': 'off',
			'unicorn/no-array-reduce': 'off',
			// Two returns on lines of their own read better than one long one.
			'unicorn/prefer-ternary': 'off',
			// `every` tells the compiler what it has found.
			'unicorn/no-negated-array-predicate': 'off',
			'@stylistic/multiline-ternary': 'off',
			'unicorn/no-await-expression-member': 'off',
			'unicorn/consistent-conditional-object-spread': 'off',
			'@stylistic/no-mixed-operators': 'off',
			'unicorn/no-unreadable-object-destructuring': 'off',
			// A title of one word is a title.
			'jsdoc/require-description': 'off',
			// Typed literals in place of annotated constants where they stand in an expression.
			'@typescript-eslint/consistent-type-assertions': 'off',
			// Values of a recipe are scalars where they are shown.
			'@typescript-eslint/no-base-to-string': 'off',
		},
	},
	{
		// Rows of tables, lines of consoles and expected sentences stand in one piece.
		files: ['test/**', '.ci/**'],
		rules: {'@stylistic/max-len': 'off'},
	},
	{
		// Read by any Node, however old.
		files: ['source/ramstrap.cjs'],
		rules: {'no-var': 'off', 'unicorn/prefer-module': 'off', 'prefer-template': 'off'},
	},
	{
		// The lock file steps around a release of a lint dependency that lacks files; users get no dependencies at all.
		files: ['package.json'],
		rules: {'package-json/no-overrides-in-published-package': 'off'},
	},
];

export default config;
