import {expect, test} from 'vitest';
import {fillWords} from '../../source/strategies/words.ts';

const values = {server: '192.168.24.1', name: 'attic', sha256: 'ab', bytes: '12', need: '300', room: '100', export: '/ramstrap/attic'};

test('what stands in angle brackets is filled in, more than once in a word too', () => {
	expect(fillWords(['quiet', 'root=tmpfs:http://<server>/<name>/root.tar', 'nfsroot=<server>:<export>,vers=3'], values))
		.toEqual(['quiet', 'root=tmpfs:http://192.168.24.1/attic/root.tar', 'nfsroot=192.168.24.1:/ramstrap/attic,vers=3']);
});

test('a word of the user\'s own with brackets of another meaning stays', () => {
	expect(fillWords(['note=<else>', 'a<b'], values)).toEqual(['note=<else>', 'a<b']);
});
