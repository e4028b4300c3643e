import {isAlwaysOn, valueOf} from '../catalogue/other-names.ts';
import {parseConfig, releaseOf} from '../config-text.ts';
import type {KernelFinding, Scene} from './finding.ts';
import {warningsOf} from './warnings.ts';
import {requirementsOf, type RequiredOption, type Wanted} from './requirements.ts';
import {trapsOf} from './traps.ts';
import {hintsFor} from './hints.ts';

/** What came of holding a kernel against a recipe. The kernel will do if nothing is missing. */
export type Verdict = {
	/** How the kernel is called here: a file, a package. */
	name: string;
	release: string | undefined;
	recipe: string;
	ok: boolean;
	findings: KernelFinding[];
};

/** Holds a finished configuration (text of a `.config`) against what a recipe asks of its kernel. */
export function checkKernel({recipe, needs, config, name}: Wanted & {config: string; name: string}): Verdict {
	const scene: Scene = {recipe, needs, name, values: parseConfig(config), release: releaseOf(config)?.release};
	const foreign = foreignArchitecture(config, scene.values);
	if (foreign !== undefined) {
		return {
			name, release: scene.release, recipe: recipe.name,
			ok: false,
			findings: [{
				code: 'kernel-foreign', level: 'problem', option: 'X86_64',
				what: `This kernel is for ${foreign} machines; the nodes are x86-64.`,
				hints: ['give the configuration of an x86-64 kernel'],
			}],
		};
	}

	const traps = trapsOf(scene);
	const trapped = new Set(traps.map(({option}) => option));
	const missing = unmet(scene, requirementsOf(scene))
		.filter(({option}) => !trapped.has(option))
		.map((one): KernelFinding => ({
			code: 'option-missing', level: 'problem', option: one.option,
			what: describeMissing(one), hints: hintsFor(scene, one),
		}));
	return {
		name, release: scene.release, recipe: recipe.name,
		ok: traps.length + missing.length === 0,
		findings: [...traps, ...missing, ...warningsOf(scene)],
	};
}

/** By the header, and where there is none by the option that every kernel of that architecture has. */
function foreignArchitecture(config: string, values: Scene['values']): string | undefined {
	const said = releaseOf(config)?.architecture;
	const found = said ?? architectures.find(name => values.get(name.toUpperCase()) === 'y');
	return found === undefined || ['x86', 'x86_64', 'i386'].includes(found) ? undefined : found;
}

const architectures = ['arm64', 'arm', 'riscv', 'ppc', 'mips', 's390', 'loongarch', 'sparc', 'parisc'];

/** Those of `required` that a kernel configuration (text of a `.config`) lacks, each with what stands there instead. */
export function missingOptions(config: string, required: readonly RequiredOption[]): Missing[] {
	return unmet({values: parseConfig(config), release: releaseOf(config)?.release}, required);
}

/** One sentence for one missing option. */
export function describeMissing({option, as, why, found, or = []}: Missing): string {
	const others = or.length > 0 ? `, or ${or.map(one => `CONFIG_${one}`).join(' or ')} instead` : '';
	return `CONFIG_${option} is ${found} but must be ${as === 'y' ? 'y (built in)' : 'y or m'}${others}: ${why}.`;
}

type Missing = RequiredOption & {found: string};

function unmet({values, release}: Pick<Scene, 'values' | 'release'>, required: readonly RequiredOption[]): Missing[] {
	return required.filter(one => !isMet(one, values, release)).map(one => {
		const found = valueOf(values, one.option) ?? 'n';
		return {...one, found: found === 'n' ? 'not set' : found};
	});
}

/** By the option itself or one that does the same. */
export function isMet({option, as, or = []}: RequiredOption, values: Scene['values'], release?: string): boolean {
	return isAlwaysOn(option, release) || [option, ...or].some(name => {
		const value = valueOf(values, name);
		return value === 'y' || (as === 'm' && value === 'm');
	});
}
