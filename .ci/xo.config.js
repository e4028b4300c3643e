/** What xo asks and we do not do, each with its reason. */
export default [
	{
		rules: {
			// A sentence about one thing stands on one line; a table reads as rows.
			'unicorn/single-line-block-comment-style': 'off',
			'@stylistic/object-curly-newline': 'off',
			'@stylistic/array-element-newline': 'off',
			'@stylistic/max-len': 'off',
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
			'unicorn/no-await-expression-member': 'off',
			'unicorn/consistent-conditional-object-spread': 'off',
			'@stylistic/no-mixed-operators': 'off',
		},
	},
	{
		// Read by any Node, however old.
		files: ['source/ramstrap.cjs'],
		rules: {'no-var': 'off', 'unicorn/prefer-module': 'off', 'prefer-template': 'off'},
	},
];
