import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {readDeployedHere} from '../../source/deploy/deployed-here.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'ramstrap-deployed-'));
});
afterEach(() => {
	rmSync(root, {recursive: true});
});

function put(name: string, text: string, mode = 0o644): void {
	mkdirSync(path.dirname(path.join(root, name)), {recursive: true});
	writeFileSync(path.join(root, name), text, {mode});
}

test('each recipe, with what nodes boot and which ramstrap serves it, as far as that is said', async () => {
	expect(await readDeployedHere(root)).toEqual([]);
	put('usr/local/lib/ramstrap/shed/ramstrap', '#!/bin/sh\necho 0.2.0\n', 0o755);
	put('usr/local/lib/ramstrap/broken/ramstrap', '#!/bin/sh\nexit 1\n', 0o755);
	put('usr/local/lib/ramstrap/kitchen/http.mjs', '// ramstrap 0.1.0\nimport');
	put('usr/local/lib/ramstrap/old/http.mjs', 'import');
	put('usr/local/lib/ramstrap/empty/node', '');
	put('var/lib/ramstrap/published/shed/state.json', JSON.stringify({versions: ['a1b2c3d4e5f6'], current: 'a1b2c3d4e5f6', former: [], only: {}}));
	put('var/lib/ramstrap/published/old/state.json', '{');
	expect(await readDeployedHere(root)).toEqual([
		{recipe: 'broken'}, {recipe: 'empty'}, {recipe: 'kitchen', by: '0.1.0'}, {recipe: 'old'}, {recipe: 'shed', boots: 'a1b2c3d4e5f6', by: '0.2.0'},
	]);
});
