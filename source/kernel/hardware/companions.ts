/**
Modules that a driver asks the kernel for while it runs (request_module), which no list of dependencies has: the part
that makes the network card of a larger chip, and what drives the plug (PHY). From the drivers' own sources.
*/
const companions: Readonly<Record<string, readonly string[]>> = {
	// Main.c of mellanox/mlx4 asks for the part of the ports that speak Ethernet.
	mlx4_core: ['mlx4_en'],
	qed: ['qede'],
	thunderbolt: ['thunderbolt_net'],
	hv_vmbus: ['hv_netvsc'],
	// Plugs, which phylib looks for by their number (mdio:…).
	tg3: ['broadcom'],
	bcmgenet: ['broadcom', 'bcm7xxx'],
	r8169: ['realtek'],
	asix: ['ax88796b'],
	smsc95xx: ['smsc'],
	lan78xx: ['microchip'],
	lan743x: ['microchip'],
	dwmac_intel: ['marvell', 'realtek'],
};

export function companionsOf(module: string): readonly string[] {
	return companions[module.replaceAll('-', '_')] ?? [];
}
