import {execFileSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';

const folder = 'source/steps/rambox';
const scripts = readdirSync(folder).filter(name => name.endsWith('.sh'));

test('there are scripts', () => {
	expect(scripts).toContain('init.sh');
});

test.each(scripts)('%s is shell that sh understands', name => {
	expect(execFileSync('sh', ['-n', `${folder}/${name}`], {encoding: 'utf8'})).toBe('');
});
