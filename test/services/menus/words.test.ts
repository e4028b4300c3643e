import {expect, test} from 'vitest';
import {checkRecipe} from '../../../source/recipe/check.ts';
import {renderIpxe} from '../../../source/services/menus/ipxe.ts';
import {renderPxelinux} from '../../../source/services/menus/pxelinux.ts';
import type {BootEntry} from '../../../source/services/types.ts';

const entry = (words: string[]): BootEntry => ({name: 'rambox', title: 'BusyBox in RAM', kernel: '/rambox/vmlinuz', initrd: '/rambox/initrd', words});

/**
The arguments of a line's first command as iPXE has them (core/exec.c: split_command, command_terminator, expand_tokens; core/settings.c:
expand_settings, innermost first, until there is none left). A setting that is not there is nothing.
*/
function ipxeArguments(line: string): string[] {
	const tokens = line.split(/\s+/).filter(Boolean);
	const end = tokens.findIndex(token => token.startsWith('#') || ['||', '&&', ';'].includes(token));
	return tokens.slice(0, end === -1 ? undefined : end).map(token => {
		for (;;) {
			const start = token.lastIndexOf('${', token.indexOf('}', token.indexOf('${')));
			const close = token.indexOf('}', start);
			if (start === -1 || close === -1) {
				return token;
			}

			token = token.slice(0, start) + token.slice(close + 1);
		}
	});
}

const lineOf = (text: string, start: string) => text.split('\n').find(line => line.startsWith(start))!;

/** All words of one sign, of two, and of three signs that mean something to one reader or the other. */
const printable = Array.from({length: 94}, (_, index) => String.fromCodePoint(33 + index));
const odd = [...'#$;&|{}"\'\\`<>=a'];
const words = [...printable, ...printable.flatMap(a => odd.map(b => a + b)), ...odd.flatMap(a => odd.flatMap(b => odd.map(c => a + b + c)))];

test(`of ${words.length} words those that a recipe may have come to the kernel as they are, by iPXE and by PXELINUX`, () => {
	const good = words.filter(word => 'recipe' in checkRecipe({version: 1, name: 'rambox', strategy: 'busybox-initramfs', node: {words: [word]}}));
	expect(good.length).toBeGreaterThan(words.length / 2);
	for (const word of good) {
		const all = ['console=tty0', word, 'last'];
		const args = ipxeArguments(lineOf(renderIpxe({server: 'http://192.168.24.1', entries: [entry(all)], timeout: 0}), 'kernel '));
		expect(args.slice(2)).toEqual(['initrd=initrd', ...all, 'BOOTIF=01-']);
		// It takes the rest of the line as it stands (SYSLINUX manual, APPEND).
		expect(lineOf(renderPxelinux({server: 'http://192.168.24.1', entries: [entry(all)], timeout: 0}), '  APPEND ')).toBe(`  APPEND ${all.join(' ')}`);
	}
});

test('those that are refused for iPXE would not have', () => {
	// eslint-disable-next-line no-template-curly-in-string -- of iPXE
	for (const word of ['||', '&&', ';', '#', '#x', '${net0/mac}', 'x${a}y']) {
		expect(ipxeArguments(`kernel ${word} last`)).not.toEqual(['kernel', word, 'last']);
	}
});
