import {memoryText} from '../report/size.ts';
import type {Question} from '../recipe/questions.ts';
import type {Choice} from '../recipe/schema.ts';
import type {Flow} from './state.ts';

/** What a question offers on this machine, beside what the schema knows: by question. */
export function offersFor(
	{sources, publicKeys, interfaces, machines, leased}:
	Pick<Flow, 'sources' | 'publicKeys' | 'interfaces' | 'machines' | 'leased'>,
	{id, choices}: Pick<Question, 'id' | 'choices'>,
): readonly Choice[] | undefined {
	// One that was seen is adopted; any other is typed.
	if (/^nodes\.\d+\.mac$/.test(id)) {
		return machines;
	}

	switch (id) {
		case 'kernel.source.package': {
			return sources.map(name => sourceChoice(name));
		}

		case 'node.memory': {
			return [512, 1024, 2048, 4096, 8192].map(mib => ({value: String(mib), label: memoryText(mib),
				help: 'If your machines differ, the memory of the smallest. A build that cannot boot with it is '
					+ 'refused.'}));
		}

		case 'server.interface': {
			return interfaces.length === 0 ? undefined : [
				{value: '', label: 'That of the default route',
					help: 'The interface that leads to the internet when serving begins.'},
				...interfaces,
			];
		}

		case 'server.dhcp': {
			return leased === undefined ? undefined : choices.map(choice => choice.value === 'proxy'
				? {...choice, help: `Recommended: ${leased} has its address from a router. ${choice.help}`}
				: choice);
		}

		case 'node.password': {
			return [{value: '', label: 'No password: root is locked',
				help: 'Root cannot log in with a password on any console. Give the node an SSH key to log in over the '
					+ 'network.'}];
		}

		case 'node.keys': {
			return [
				{value: '', label: 'None', help: 'Root cannot log in over the network.'},
				...publicKeys.map(file => ({value: file, label: file,
					help: 'The owner of the matching private key can log in as root. The system needs an SSH server, '
						+ 'such as the package openssh-server.'})),
			];
		}

		default: {
			return undefined;
		}
	}
}

function sourceChoice(value: string): Choice {
	const release = /^linux-source-(\d.*)$/.exec(value)?.[1];
	return {
		value,
		label: value,
		help: release
			? `Linux ${release} with the patches of the distribution.`
			: 'The source of the distribution\'s current kernel.',
	};
}
