import {build} from 'esbuild';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';

/** As the bundle has it: `require` of what may be needed later is the bundler's. */
async function bundled(): Promise<(text: string) => number> {
	const {outputFiles} = await build({entryPoints: ['.ci/string-width.js'], bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'error'});
	const {default: quick} = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`) as {default: (text: string) => number};
	return quick;
}

/** Beyond these the answer is string-width's own in any case. */
const last = 0x2C_00;

test('text has the width that string-width gives it, each character alone and among others', async () => {
	const quick = await bundled();
	const wrong = Array.from({length: last}, (_, code) => String.fromCodePoint(code)).filter(one => [one, `─${one}`, `a${one}\u{200D}`, `\u{1B}[31m${one}é\u{1B}[39m`].some(text => quick(text) !== stringWidth(text)));
	expect(wrong).toEqual([]);
	for (const text of ['', '► New recipe ↑↓', '日本', '👩‍👩‍👧', '1️⃣', 'é', '▶️', '\u{1B}]8;;x\u{7}y']) {
		expect(quick(text), text).toBe(stringWidth(text));
	}
});
