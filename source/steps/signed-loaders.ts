import {exitCodes, UserError} from '../errors.ts';
import type {Facts} from '../host/types.ts';
import {signedLoaderNames, signedSuite} from '../recipe/signed-loaders.ts';
import {keyringsOf} from '../recipe/suites.ts';
import fetchLoaders from './loaders/fetch.sh';
import type {Step} from './types.ts';

/**
Makes `loaders/shimx64.efi` and `loaders/grubx64.efi`. The firmware trusts shim, which Microsoft has signed, and that
trusts what Debian has: this GRUB, and the kernels of Debian.
@throws UserError (exit 3) where the kernels are those of somebody else
*/
export function signedLoadersStep({distribution}: Facts): Step {
	if (distribution.id !== 'debian') {
		throw new UserError(
			'server.uefi is grub, whose loaders start only kernels that Debian signed; this machine is '
			+ `${distribution.name}.`,
			['server.uefi: ipxe   starts any kernel, on machines whose Secure Boot is off'],
			exitCodes.notReady,
		);
	}

	return {
		id: 'loaders',
		title: 'Signed boot loaders',
		why: `Debian's shim and GRUB start a machine with Secure Boot on; those of ${signedSuite}, as older ones `
			+ 'cannot fetch over HTTP.',
		needs: [],
		reads: [],
		actions: [
			{do: 'write-file', path: 'fetch.sh', text: fetchLoaders},
			{
				do: 'command',
				argv: ['sh', 'fetch.sh', signedSuite, keyringsOf(signedSuite)[0]!],
				complaint: '^E: ',
			},
		],
		makes: [...signedLoaderNames],
		hints: ['the packages come from deb.debian.org', 'server.uefi: ipxe   needs no download'],
		shared: true,
	};
}
