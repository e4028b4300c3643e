import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {findPublicKeys} from '../../source/host/public-keys.ts';

test('public keys are found, and neither private ones nor certificates', () => {
	const home = mkdtempSync(path.join(tmpdir(), 'ramstrap-home-'));
	onTestFinished(() => {
		rmSync(home, {recursive: true});
	});
	mkdirSync(path.join(home, '.ssh'));
	for (const file of ['id_rsa', 'id_rsa.pub', 'id_ed25519.pub', 'id_rsa-cert.pub', 'a b.pub', 'known_hosts']) {
		writeFileSync(path.join(home, '.ssh', file), '');
	}

	expect(findPublicKeys(home)).toEqual(['~/.ssh/id_ed25519.pub', '~/.ssh/id_rsa.pub']);
	expect(findPublicKeys(path.join(home, 'nobody'))).toEqual([]);
	expect(findPublicKeys(undefined)).toEqual([]);
});
