import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {secretsOf} from '../../../source/run/built/secrets-of.ts';
import {sampleRecipe} from '../../sample.ts';

test('that an image holds the password of the recipe is one line; of all else a step warns', () => {
	const work = mkdtempSync(path.join(tmpdir(), 'ramstrap-secrets-'));
	onTestFinished(() => {
		rmSync(work, {recursive: true});
	});
	const recipe = sampleRecipe({name: 'one', node: {password: `$6$salt$${'a'.repeat(86)}`}});
	mkdirSync(path.join(work, 'one/root'), {recursive: true});
	expect(secretsOf(recipe, {work})).toEqual([]);
	writeFileSync(path.join(work, 'one/root/secrets'), 'etc/wireguard/wg0.conf\n');
	expect(secretsOf(recipe, {work})).toEqual([]);
	writeFileSync(path.join(work, 'one/root/secrets'), 'etc/wireguard/wg0.conf\npassword of root\n');
	expect(secretsOf(recipe, {work})).toEqual([{code: 'password-in-image', what: 'Anyone on the network can download the image of one, and the root '
		+ 'password\'s hash with it.'}]);
	expect(secretsOf(sampleRecipe({name: 'one'}), {work})).toEqual([]);
});
