import {expect, test} from 'vitest';
import {reportLine, requestLine, shortLine} from '../../source/serve/log-line.ts';

test.each([
	['dnsmasq-dhcp[18811]: 1398673479 DHCPREQUEST(lan) 192.168.24.188 52:54:00:00:30:02', '1398673479 DHCPREQUEST(lan) 192.168.24.188 52:54:00:00:30:02'.slice(11)],
	['dnsmasq-dhcp[18811]: 451378225 PXE(lan) 52:54:00:00:30:02 proxy', 'PXE(lan) 52:54:00:00:30:02 proxy'],
	['dnsmasq-dhcp[18811]: 1398673479 sent size:  1 option: 53 message-type  5', undefined],
	['dnsmasq-dhcp[18811]: 1398673479 vendor class: udhcp 1.35.0', undefined],
	['dnsmasq[18811]: started, version 2.90 DNS disabled', undefined],
	['dnsmasq-tftp[18811]: sent /run/ramstrap/cloud/dnsmasq/tftp/ipxe.efi to 192.168.24.189', 'sent /run/ramstrap/cloud/dnsmasq/tftp/ipxe.efi to 192.168.24.189'],
	['dnsmasq-dhcp[18811]: no address range available for DHCP request via lan', 'no address range available for DHCP request via lan'],
])('of dnsmasq: %s', (line, short) => {
	expect(shortLine('dnsmasq', line)).toBe(short);
});

test.each([
	['main :MAIN :EVENT :nfs-ganesha Starting: Ganesha Version 4.3', undefined],
	['nfs_start_grace :STATE :INFO :grace', undefined],
	['main :MAIN :FATAL :Failed to PR_SET_IO_FLUSHER with EPERM', 'nfs: Failed to PR_SET_IO_FLUSHER with EPERM'],
	['gssd_refresh_krb5_machine_credential :NFS CB :CRIT :ERROR: no usable keytab entry found', undefined],
	['mdcache_lru_fds_available :CACHE_LRU LRU :CRIT :FD Hard Limit Exceeded', 'nfs: FD Hard Limit Exceeded'],
])('of nfs-ganesha what went wrong: %s', (line, short) => {
	expect(shortLine('nfs', `27/11/2026 11:54:39 : epoch 6b096f7f : vm : nfs-ganesha-18[main] ${line}`)).toBe(short);
});

test('of others everything, with their name', () => {
	expect(shortLine('nfs', 'NFS SERVER INITIALIZED')).toBe('nfs: NFS SERVER INITIALIZED');
});

test('requests and reports', () => {
	const request = {client: '10.0.0.5', method: 'GET', path: '/rambox/1/vmlinuz', status: 200, bytes: 14_200_000, complete: true, seconds: 0.26};
	expect(requestLine(request)).toBe('10.0.0.5 fetched /rambox/1/vmlinuz  14.2 MB in 0.3 s');
	expect(requestLine({...request, path: '/rambox/1/vmlinuz?test'})).toBeUndefined();
	expect(requestLine({...request, method: 'POST', path: '/report/testing?mac=52:54:00:00:00:01', status: 204})).toBeUndefined();
	expect(requestLine({...request, complete: false})).toBe('10.0.0.5 broke off /rambox/1/vmlinuz  14.2 MB in 0.3 s');
	expect(requestLine({...request, status: 404})).toBe('10.0.0.5 requested /rambox/1/vmlinuz: 404');
	expect(requestLine({...request, method: 'POST', path: '/report/up?mac=52:54:00:00:00:01', status: 204})).toBe('10.0.0.5 reports up');
	expect(reportLine({client: '10.0.0.5', mac: '52:54:00:00:00:01', milestone: 'failed', body: 'no image'})).toBe('10.0.0.5 failed: no image');
	expect(reportLine({client: '10.0.0.5', mac: '52:54:00:00:00:01', milestone: 'up', body: ''})).toBeUndefined();
});
