import type {BundleName, Recipe} from '../../../recipe/schema.ts';
import {bundles, promisedBeforeModules} from '../../bundles.ts';
import {catalogueOption} from '../../catalogue.ts';
import type {RequiredOption} from '../requirements.ts';

/** Bundles as something to look for in a kernel that others built; how large a RAM disk is, is not. */
export function bundleRequirements({kernel}: Recipe): RequiredOption[] {
	return kernel.bundles.flatMap(name => Object.entries(bundles[name])
		.filter(([, value]) => value === 'y')
		.map(([option]) => ({
			option, as: asOf(name, option), why: `the bundle ${name} includes it`,
			...(Object.hasOwn(either, option) && {or: either[option]!}),
		})));
}

/**
What filters packets: iptables of old, which kernels from 6.17 on have behind NETFILTER_XTABLES_LEGACY, or nftables,
whose iptables-nft does all of it. One of the two ways is enough.
*/
const either: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries(['NETFILTER_XTABLES_LEGACY', 'IP_NF_IPTABLES', 'IP_NF_FILTER', 'IP_NF_MANGLE']
		.map(option => [option, ['NFT_COMPAT']])),
	IP_NF_NAT: ['NFT_NAT'], IP_NF_TARGET_REJECT: ['NFT_REJECT'],
	NETFILTER_XT_NAT: ['NFT_NAT'],
	NETFILTER_XT_TARGET_MASQUERADE: ['NFT_MASQ'],
	NETFILTER_XT_TARGET_REDIRECT: ['NFT_REDIR'],
	...Object.fromEntries([
		'NF_TABLES', 'NF_TABLES_INET', 'NF_TABLES_IPV4', 'NF_TABLES_IPV6', 'NFT_CT', 'NFT_COMPAT', 'NFT_FIB_INET',
		'NFT_FIB_IPV4', 'NFT_FIB_IPV6', 'NFT_HASH', 'NFT_LIMIT', 'NFT_LOG', 'NFT_NUMGEN',
	].map(option => [option, ['IP_NF_FILTER']])),
	NFT_NAT: ['IP_NF_NAT'],
	NFT_MASQ: ['NETFILTER_XT_TARGET_MASQUERADE'],
	NFT_REDIR: ['NETFILTER_XT_TARGET_REDIRECT'],
	NFT_REJECT: ['IP_NF_TARGET_REJECT'],
};

/** Some bundles promise what the kernel does before it can load a module; and some options are no modules. */
function asOf(name: BundleName, option: string): 'y' | 'm' {
	// What does the same may be a module, where the option itself cannot be one.
	if (Object.hasOwn(either, option)) {
		return 'm';
	}

	const entry = catalogueOption(option);
	return promisedBeforeModules.has(name) || (entry && entry.module === undefined) ? 'y' : 'm';
}
