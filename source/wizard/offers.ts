import {memoryText} from '../report/size.ts';
import type {Choice} from '../recipe/schema.ts';
import type {Flow} from './state.ts';

/** What a question offers on this machine, beside what the schema knows: by question. */
export function offersFor(
	{sources, publicKeys}: Pick<Flow, 'sources' | 'publicKeys'>,
	id: string,
): readonly Choice[] | undefined {
	switch (id) {
		case 'kernel.source.package': {
			return sources.map(name => sourceChoice(name));
		}

		case 'node.memory': {
			return [512, 1024, 2048, 4096, 8192].map(mib => ({value: String(mib), label: memoryText(mib),
				help: 'If your machines differ, the memory of the smallest. A recipe that cannot boot with it is '
					+ 'refused.'}));
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
