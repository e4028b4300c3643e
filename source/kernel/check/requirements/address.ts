import {deliveryOf} from '../../../recipe/delivery.ts';
import type {Recipe} from '../../../recipe/schema.ts';
import type {RequiredOption} from '../requirements.ts';

/**
What ip=… on the command line asks of the kernel (Documentation/admin-guide/nfs/nfsroot.rst). A distribution kernel
passes over it, and /init does the same work; where the kernel mounts the root, no /init has run yet.
*/
export function addressRequirements(recipe: Recipe): RequiredOption[] {
	const words = ipWords(recipe);
	const {at, by} = deliveryOf(recipe);
	if (at === 'server' && by === 'kernel') {
		return [
			{option: 'IP_PNP', as: 'y', why: 'the kernel needs an address before it can mount its root over NFS'},
			...forWords(words.length > 0 ? words : ['dhcp']),
		];
	}

	return recipe.kernel.from === 'build' ? forWords(words) : [];
}

/** The values of all ip= words, those of single nodes too. */
function ipWords({node, nodes}: Recipe): string[] {
	return [node, ...nodes]
		.flatMap(({words}) => words)
		.filter(word => word.startsWith('ip='))
		.map(word => word.slice('ip='.length));
}

function forWords(words: readonly string[]): RequiredOption[] {
	return words.flatMap(word => {
		const why = `the kernel configures its address from ip=${word}`;
		const protocol = protocols[autoconfOf(word)];
		return autoconfOf(word) === 'off' ? [] : [
			{option: 'IP_PNP', as: 'y' as const, why},
			...(protocol ? [{option: protocol, as: 'y' as const, why}] : []),
		];
	});
}

/** As ic_proto_name() in net/ipv4/ipconfig.c reads them; `both` means BOOTP and RARP there. */
const protocols: Partial<Record<string, string>> = {
	dhcp: 'IP_PNP_DHCP',
	on: 'IP_PNP_DHCP',
	any: 'IP_PNP_DHCP',
	bootp: 'IP_PNP_BOOTP',
	both: 'IP_PNP_BOOTP',
	rarp: 'IP_PNP_RARP',
};

/** `off` for no address at all, `static` where one is given, else the protocol: ip=dhcp, ip=:::::eth0:dhcp. */
function autoconfOf(word: string): string {
	const fields = word.split(':');
	const named = fields.length === 1 && !/^\d+\./.test(word) ? word : fields[6] ?? '';
	if (/^\d+\./.test(fields[0]!)) {
		return 'static';
	}

	return named === 'none' || named === 'off' ? 'off' : named || 'any';
}
