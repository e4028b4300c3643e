import {spawnSync} from 'node:child_process';
import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {commands, type Command} from '../../source/arguments.ts';
import {program, temporaryFolder} from '../journeys/program.ts';
import {keys} from '../terminal/keys.ts';
import {Pty} from '../terminal/pty.ts';

const shells = {
	bash: {args: ['--norc', '-i'], load: 'source <(ramstrap completion bash)'},
	zsh: {args: ['-f', '-i'], load: 'source <(ramstrap completion zsh)'},
	fish: {args: ['--no-config', '-i'], load: 'ramstrap completion fish | source'},
};

/** A shell that has ramstrap in its path, as an installed one has. */
async function open(shell: keyof typeof shells): Promise<Pty> {
	const folder = temporaryFolder();
	const command = path.join(folder, 'ramstrap');
	writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
	chmodSync(command, 0o755);
	writeFileSync(path.join(folder, 'my recipe.yaml'), '');
	const {args, load} = shells[shell];
	const pty = new Pty({
		command: shell,
		args,
		cwd: folder,
		env: {PATH: `${folder}:${process.env.PATH}`, HOME: folder, RAMSTRAP_HOME: folder, PS1: '> ', TERM: 'xterm'},
	});
	onTestFinished(() => {
		pty.close();
	});
	pty.type(`${load}; echo rea''dy${keys.enter}`);
	await pty.until(screen => /^ready/m.test(screen.text()), 20);
	return pty;
}

test.each(['bash', 'zsh', 'fish'] as const)('%s completes commands, recipes, flags, fields and files', async shell => {
	const pty = await open(shell);
	for (const [typed, completed] of [
		['reh', 'rehearse '],
		['rehearse debian-tor', 'rehearse debian-toram '],
		['run rambox --set compr', 'run rambox --set compression='],
		['run rambox --set compression=zs', 'run rambox --set compression=zstd '],
		['kernel build --fr', 'kernel build --fresh '],
		['recipes validate /etc/host', 'recipes validate /etc/host'],
		[String.raw`recipes save ./my\ r`, String.raw`recipes save ./my\ recipe.yaml`],
		['plan rambox --format=js', 'plan rambox --format=json'],
	] as const) {
		pty.type(`ramstrap ${typed}${keys.tab}`);

		await pty.until(`ramstrap ${completed}`.trimEnd(), 20);
		pty.type(`X${keys.ctrl('u')}`);
	}

	pty.type(`ramstrap serve --mode ${keys.tab}${keys.tab}`);
	await pty.until(screen => ['proxy', 'full', 'external'].every(word => screen.text().includes(word)), 20);
});

test('the manual page has every command, subcommand and flag, and man finds no fault in it', () => {
	const page = readFileSync(path.join(path.dirname(program), 'ramstrap.1'), 'utf8');
	const {stdout, stderr, status, error} = spawnSync('groff', ['-man', '-Tascii', '-ww', '-P-cbou'], {input: page, encoding: 'utf8'});
	expect(error, 'apt-get install groff-base').toBeUndefined();
	expect({stderr, status}).toEqual({stderr: '', status: 0});
	const text = stdout.replaceAll(/\s+/g, ' ');
	for (const [name, {verbs = {}, flags}] of Object.entries<Command>(commands)) {
		expect(text).toContain(`ramstrap ${name} `);
		for (const word of [...Object.keys(verbs).map(verb => `${name} ${verb}`), ...Object.keys(flags).map(flag => `--${flag}`)]) {
			expect(text).toContain(word);
		}
	}
});
