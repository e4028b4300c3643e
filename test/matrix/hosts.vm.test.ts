import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

// The first line of the README on machines that have nothing but what a release of Debian begins with. `npm test` shows
// it for the machine it runs on; these take hours, and only the whole matrix has them (vitest.config.ts).

const suites = ['bookworm', 'trixie', 'forky'];
const recipes = readdirSync('recipes').map(file => path.basename(file, '.yaml'));
/** Linux 7 has no RAM disk that the kernel itself makes. */
const isRefused = (suite: string, recipe: string) => suite === 'forky' && recipe === 'ramdisk-ext2';
let folder: string;

async function expectUp(code: number, words: string[]): Promise<void> {
	const {stdout, stderr, exitCode} = await execa('sh', ['test/hosts/bare-host.sh', ...words], {reject: false, stdin: 'ignore'});
	const said = `${stdout.slice(-4000)}\n${stderr.slice(-4000)}`;
	expect(exitCode, said).toBe(code);
	if (code === 0) {
		expect(stdout).toMatch(/"event":"result","ok":true,.*"up":true/);
	}
}

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-hosts-'));
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

describe.each(suites)('%s', suite => {
	test.each(recipes)('%s', {timeout: 3_600_000}, async recipe => {
		await expectUp(isRefused(suite, recipe) ? 2 : 0, [suite, folder, recipe]);
	});

	test.each(suites.filter(other => other !== suite))('a node of %s', {timeout: 3_600_000}, async other => {
		await expectUp(0, [suite, folder, 'debian-ram', '--set', `tree.suite=${other}`]);
	});
});
