/**
Drivers of wired cards that are of no use without files of /lib/firmware, with Debian's package of them (all in the
component non-free-firmware). Others ask for some and do without, such as r8169 and tg3.
*/
export const firmwarePackages: Readonly<Record<string, string>> = {
	bna: 'firmware-bna-cna',
	bnx2: 'firmware-bnx2',
	bnx2x: 'firmware-bnx2x',
	cxgb3: 'firmware-misc-nonfree',
	cxgb4: 'firmware-misc-nonfree',
	liquidio: 'firmware-cavium',
	myri10ge: 'firmware-myricom',
	netxen_nic: 'firmware-netxen',
	nfp: 'firmware-netronome',
	qed: 'firmware-qlogic',
	qlcnic: 'firmware-qlogic',
	slicoss: 'firmware-misc-nonfree',
};

/** Drivers whose files another module asks for, which they hang on. */
const askers: Readonly<Record<string, string>> = {qede: 'qed'};

/**
What to know of a driver without its files, which begins with the name of the module that asks for them; nothing
of those that do without.
*/
export function firmwareWarning(driver: string): string | undefined {
	const plain = driver.replaceAll('-', '_');
	const name = askers[plain] ?? plain;
	return Object.hasOwn(firmwarePackages, name)
		? `${name} does not work without its files in /lib/firmware `
		+ `(Debian: ${firmwarePackages[name]!}, in non-free-firmware)`
		: undefined;
}
