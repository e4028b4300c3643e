import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {hashPassword} from '../../source/run/hash-password.ts';
import {findProgram} from '../../source/host/tools.ts';
import {recipeWith} from '../recipe/recipe.ts';

const openssl = await findProgram('openssl', process.env.PATH ?? '');

test.each(['secret', 'with spaces $and "quotes"', 'pässwörd', 'x'.repeat(64), 'x'.repeat(255)])('%j becomes a hash that a recipe may hold', password => {
	expect(openssl, 'install the package openssl').toBeDefined();
	const hash = hashPassword(password, openssl);
	expect(recipeWith({node: {password: hash}}).node.password).toBe(hash);
	const salt = /^\$6\$([^$]+)\$/.exec(hash)![1]!;
	expect(execFileSync(openssl!, ['passwd', '-6', '-salt', salt, '-stdin'], {input: `${password}\n`, encoding: 'utf8'}).trim()).toBe(hash);
	expect(hashPassword(password, openssl)).not.toBe(hash);
});

test('the password goes by the pipe, and no word of it by the command line or the environment', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-hash-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const program = path.join(folder, 'openssl');
	writeFileSync(program, `#!/bin/sh\n{ echo "$*"; env; } > ${folder}/seen\ncat > ${folder}/input\necho '$6$salt$hash'\n`);
	chmodSync(program, 0o755);
	expect(hashPassword('a-secret', program)).toBe('$6$salt$hash');
	expect(readFileSync(path.join(folder, 'input'), 'utf8')).toBe('a-secret\n');
	expect(readFileSync(path.join(folder, 'seen'), 'utf8')).not.toContain('a-secret');
});

test('what openssl would cut off, and a machine without it, are refused', () => {
	expect(() => hashPassword('ä'.repeat(128), openssl)).toThrow('longer than 255 bytes');
	expect(() => hashPassword('secret', undefined)).toThrow('Install the package openssl, or leave root locked');
});
