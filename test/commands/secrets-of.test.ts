import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {secretsOf} from '../../source/commands/secrets-of.ts';

test('what an image holds of secrets is one line; nothing where there are none, or no system', () => {
	const work = mkdtempSync(path.join(tmpdir(), 'ramstrap-secrets-'));
	onTestFinished(() => {
		rmSync(work, {recursive: true});
	});
	mkdirSync(path.join(work, 'one/root'), {recursive: true});
	expect(secretsOf('one', {work})).toEqual([]);
	writeFileSync(path.join(work, 'one/root/secrets'), '');
	expect(secretsOf('one', {work})).toEqual([]);
	writeFileSync(path.join(work, 'one/root/secrets'), 'password of root\n');
	expect(secretsOf('one', {work})).toEqual(['Whoever is on the network can fetch the image of one, and with it: password of root.']);
	writeFileSync(path.join(work, 'one/root/secrets'), 'a\nb\nc\nd\ne\nf\n');
	expect(secretsOf('one', {work})).toEqual(['Whoever is on the network can fetch the image of one, and with it: a, b, c, d, 2 more.']);
});
