import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {placesOf} from '../../source/deploy/places.ts';
import {renderUnits} from '../../source/deploy/units.ts';

let folder: string;
const units = renderUnits('kitchen', {places: placesOf('kitchen'), address: '192.168.24.1', port: 80, interface: 'lan', program: '/usr/bin/env --jitless', dnsmasq: '/usr/bin/env'});
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-units-'));
	for (const [name, text] of Object.entries(units)) {
		writeFileSync(path.join(folder, name), text);
	}
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

test('systemd has nothing to say against them', async () => {
	const {all} = await execa('systemd-analyze', ['verify', '--man=no', ...Object.keys(units).map(name => path.join(folder, name))], {all: true});
	expect(all).toBe('');
});

// Of 10, which is everything that a service may do; the numbers are those of systemd 252.
test.each([['http', 0.5], ['dnsmasq', 2.1]])('%s is locked in: exposed by no more than %d', async (name, most) => {
	const {stdout} = await execa('systemd-analyze', ['security', '--offline=true', '--no-pager', path.join(folder, `ramstrap-kitchen-${name}.service`)]);
	const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)![1]);
	expect(exposure).toBeLessThanOrEqual(most);
});

test('the HTTP server has no right and no network but the socket it is handed', () => {
	expect(units['ramstrap-kitchen-http.service']).toMatch(/^CapabilityBoundingSet=\nPrivateNetwork=yes$/m);
	expect(units['ramstrap-kitchen-http.socket']).toBe([
		'# Written by ramstrap deploy; ramstrap undeploy takes it away.',
		'[Unit]',
		'Description=HTTP port for nodes without a disk: kitchen',
		'',
		'[Socket]',
		'ListenStream=192.168.24.1:80',
		'# Listen before the address is assigned; accept only that network.',
		'FreeBind=yes',
		'BindToDevice=lan',
		'',
		'[Install]',
		'WantedBy=sockets.target',
		'',
	].join('\n'));
});
