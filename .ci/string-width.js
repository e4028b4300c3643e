/** Characters of one column each that join no other: Latin letters, dashes, quotes, arrows, lines and blocks; nothing that Unicode shows as emoji, wide, or not at all. */
const oneColumnEach = /^[ -~¡-¬®-˿‐-‧‰-⁞←-⇿─-◼◿]*$/;

/**
What the bundle has in place of string-width, which builds its tables of emoji when it is loaded: here they wait for the first
text that needs them.
@param {string} text anything, as string-width takes it
@param {object} [options] those of string-width
@returns {number} Columns on a terminal.
*/
export default function stringWidth(text, options) {
	if (typeof text === 'string' && options === undefined) {
		const visible = text.replaceAll(/\u001B\[[\d;]*m/g, '');
		if (oneColumnEach.test(visible)) {
			return visible.length;
		}
	}

	// eslint-disable-next-line unicorn/prefer-module -- the bundler's, which puts off what it names until then
	return require('../node_modules/string-width/index.js').default(text, options);
}
