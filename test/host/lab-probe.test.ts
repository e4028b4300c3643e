import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';

const repository = path.resolve(import.meta.dirname, '../..');

/** What the source says in a mount namespace that is set up by a script, in which `$1` is an empty folder. */
function say(prepare: string, expression: string): unknown {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-probe-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const program = `${expression}.then(said => console.log(JSON.stringify(said)))`;
	const output = execFileSync('unshare', ['--mount', 'sh', '-ec', prepare, 'sh', folder, process.execPath, program], {cwd: repository, encoding: 'utf8'});
	return JSON.parse(output);
}

const probe = `import(${JSON.stringify(`${repository}/source/host/privilege.ts`)}).then(host => host.probeLab({root: true, tools: {unshare: 'unshare', setpriv: 'setpriv', ip: 'ip'}}))`;

test('in a chroot whose root is not a mount point there are no rehearsals, and it is said why', () => {
	// The folders of this machine in a folder that is none of them.
	const chroot = 'for name in /*; do [ ! -d "$name" ] || [ -h "$name" ] || { mkdir "$1$name"; mount --rbind "$name" "$1$name"; }; done; for name in /*; do [ ! -h "$name" ] || cp -P "$name" "$1"; done; exec chroot "$1" "$2" -e "$3"';
	expect(say(chroot, probe)).toEqual({no: expect.stringContaining('the root folder of this system is not a mount point') as string});
});

test('a work folder on a file system that is mounted noexec is seen, also where it is not made yet', () => {
	const mounted = 'mount -t tmpfs -o noexec none "$1"; exec "$2" -e "$3" "$1"';
	const read = `import(${JSON.stringify(`${repository}/source/host/room.ts`)}).then(host => host.readDisk(process.argv[1] + '/not/yet'))`;
	expect(say(mounted, read)).toMatchObject({noexec: true});
	expect(say('exec "$2" -e "$3" "$1"', read)).not.toHaveProperty('noexec');
});
