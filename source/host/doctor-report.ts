import {marks} from '../report/finding.ts';
import {isReady, missingPackages, type MachineFinding} from './diagnose.ts';
import {packageManagers} from './packages.ts';
import type {Facts} from './types.ts';

/**
The findings for a person: first what this machine is, then one line each, then what to do.
@param about of the program and what it has deployed here
*/
export function formatReport(
	findings: readonly MachineFinding[],
	facts: Facts,
	{reference, about = []}: {reference?: string | undefined; about?: readonly string[]},
): string[] {
	const width = Math.max(...findings.map(({subject}) => subject.length));
	const manager = facts.packageManager ? `, package manager ${facts.packageManager}` : '';
	return [
		`${facts.distribution.name}, ${facts.architecture}${manager}`,
		...about,
		'',
		...findings.flatMap(finding => formatFinding(finding, width)),
		'',
		...conclusionLines(findings, facts, reference),
	];
}

/** What has to be run to install, as argument lists, in this order. */
export function installCommands(
	{packageManager, user}: Facts,
	{packages, refresh}: {packages: readonly string[]; refresh: boolean},
): string[][] {
	if (!packageManager) {
		return [];
	}

	const manager = packageManagers[packageManager];
	const commands = [
		...(refresh ? [[...manager.refresh]] : []),
		...(packages.length > 0 ? [[...manager.install, ...packages]] : []),
	];
	return commands.map(command => user.root ? command : ['sudo', ...command]);
}

function formatFinding({code, level, subject, what, ...repair}: MachineFinding, width: number): string[] {
	// What is said of a recipe is a sentence that names it.
	const missing = level === 'problem' && !/^(?:path|interface)-/.test(code) ? 'missing: ' : '';
	return [
		`  ${marks[level]} ${subject.padEnd(width)}  ${missing}${what}`,
		...repairLines(repair).map(line => `    ${' '.repeat(width)}  → ${line}`),
	];
}

function repairLines({install, refresh, hints = []}: Pick<MachineFinding, 'install' | 'refresh' | 'hints'>): string[] {
	return [
		...(install === undefined ? [] : [`package ${install}`]),
		...(refresh ? ['read the package lists'] : []),
		...hints,
	];
}

function conclusionLines(findings: readonly MachineFinding[], facts: Facts, reference: string | undefined): string[] {
	if (isReady(findings)) {
		return [`This machine is ready. Next: ramstrap rehearse ${reference ?? 'rambox'}`];
	}

	const count = findings.filter(({level}) => level === 'problem').length;
	const commands = installCommands(facts, missingPackages(findings));
	return [
		`This machine is not ready: ${count === 1 ? 'one thing is' : `${count} things are`} missing.`,
		...(commands.length > 0 ? [
			`Next: ramstrap doctor ${reference ? `${reference} ` : ''}--install`,
			`  that is: ${commands.map(command => command.join(' ')).join(' && ')}`,
		] : []),
	];
}
