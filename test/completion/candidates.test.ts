import {expect, test} from 'vitest';
import {commands, helpText, type Command} from '../../source/arguments.ts';
import {complete} from '../../source/completion/candidates.ts';
import {recipeFields} from '../../source/recipe/fields.ts';

const known = {
	recipes: async () => [{word: 'rambox', help: ''}, {word: 'mine', help: ''}],
	nodes: async () => [{word: 'kitchen', help: '52:54:00:12:34:56'}, {word: 'study', help: '52:54:00:12:34:57'}],
	fields: async () => recipeFields(),
};

/** What can stand at the end of a line; `files` is another word. */
async function after(line: string): Promise<string[]> {
	const {candidates, files} = await complete(line.split(' '), known);
	return [...candidates.map(({word}) => word), ...(files ? ['files'] : [])];
}

test.each([
	['re', ['rehearse', 'recipes']],
	['--v', ['--version']],
	['help ke', ['kernel']],
	['rehearse ', ['rambox', 'mine', 'files']],
	['rehearse m', ['mine', 'files']],
	['rehearse mine ', []],
	['rehearse --firmware ', ['bios', 'uefi', 'secure', 'http']],
	['rehearse --firmware uefi ', ['rambox', 'mine', 'files']],
	['rehearse mine --fi', ['--firmware']],
	['plan mine --format=', ['--format=text', '--format=sh', '--format=json']],
	['plan mine --format=j', ['--format=json']],
	['run mine --set=server.dh', ['--set=server.dhcp=']],
	['rehearse mine --firmware bios --fi', []],
	['run mine --set compression=zstd --se', ['--set']],
	['run mine --set server.dh', ['server.dhcp=']],
	['run mine --set server.dhcp=', ['server.dhcp=proxy', 'server.dhcp=full', 'server.dhcp=external']],
	['run mine --set node.hostname=', []],
	['kernel ', ['menu', 'check', 'config', 'build', 'import', 'export', 'search', 'needs', 'diff', 'solve']],
	['kernel build ', ['rambox', 'mine', 'files']],
	['kernel --fresh build m', ['mine', 'files']],
	['kernel build mine --h', ['--help']],
	['kernel check mine --h', ['--hardware', '--help']],
	['kernel search wifi ', ['rambox', 'mine', 'files']],
	['kernel solve --tree ', ['files']],
	['kernel solve --arch a', ['arm64']],
	['kernel diff one ', ['files']],
	['recipes ', ['list', 'show', 'new', 'save', 'copy', 'rename', 'remove', 'validate', 'schema']],
	['recipes save ', ['files']],
	['recipes schema ', []],
	['wake ', ['kitchen', 'study']],
	['wake kitchen ', ['study']],
	['wake --interface eth0 k', ['kitchen']],
	['completion ', ['bash', 'zsh', 'fish']],
	['completion zsh ', []],
	['nothing ', []],
	['constructor ', []],
	['', [...Object.keys(commands), '--help', '--version']],
])('behind "%s"', async (line, expected) => {
	expect(await after(line)).toEqual(expected);
});

test('every flag that the help of a command or subcommand lists is completed there', async () => {
	for (const [name, {verbs = {}}] of Object.entries<Command>(commands)) {
		for (const verb of [undefined, ...Object.keys(verbs)]) {
			const listed = helpText(name as keyof typeof commands, verb).matchAll(/^ {2}(--[\w-]+)/gm).map(([, flag]) => flag!);

			expect(await after([name, ...(verb === undefined ? [] : [verb]), '--'].join(' '))).toEqual([...listed, '--help']);
		}
	}
});
