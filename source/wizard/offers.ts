import type {Choice} from '../recipe/schema.ts';
import type {Flow} from './state.ts';

/** What a question offers on this machine, beside what the schema knows: by question. */
export function offersFor({sources, publicKeys}: Pick<Flow, 'sources' | 'publicKeys'>, id: string): readonly Choice[] | undefined {
	switch (id) {
		case 'kernel.source.package': {
			return sources.map(name => sourceChoice(name));
		}

		case 'node.password': {
			return [{value: '', label: 'None, root is locked', help: 'Nobody logs in as root with a password, on no console. A node with an SSH key is reached by that.'}];
		}

		case 'node.keys': {
			return [
				{value: '', label: 'None', help: 'Nobody logs in over the network as root.'},
				...publicKeys.map(file => ({value: file, label: file, help: 'Who holds the private key beside it logs in as root. The system needs an SSH server for that, such as the package openssh-server.'})),
			];
		}

		default: {
			return undefined;
		}
	}
}

function sourceChoice(value: string): Choice {
	const release = /^linux-source-(\d.*)$/.exec(value)?.[1];
	return {value, label: value, help: release ? `Linux ${release} with the distribution's own patches.` : 'The source of the distribution\'s own kernel, whatever its version.'};
}
