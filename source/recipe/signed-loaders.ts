/** Debian's suite whose signed loaders are taken, on whatever Debian: the first whose GRUB fetches over HTTP. */
export const signedSuite = 'trixie';

/** Shim, which Microsoft signed, and GRUB, which Debian signed; under the names that shim and firmware ask for. */
export const signedLoaderNames = ['shimx64.efi', 'grubx64.efi'] as const;
export type SignedLoaderName = (typeof signedLoaderNames)[number];
