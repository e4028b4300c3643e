import {expect, test} from 'vitest';
import {problemOfNfsrootWord} from '../../source/recipe/nfsroot-word.ts';

test.each([
	'nfsroot=/srv/root', 'nfsroot=192.168.24.1:/ramstrap/nfs-root', 'nfsroot=192.168.24.1:/srv/%s,vers=3,nolock,tcp', 'nfsroot=192.168.24.1:/srv/a:b',
	'nfsroot=192.168.24.1:/ramstrap/nfs-root,vers=4.2,proto=tcp,rsize=1048576,wsize=1048576,hard,nconnect=4,noac,sec=sys,lookupcache=all,local_lock=all,ro',
	'nfsroot=192.168.24.1:/srv,v4.1,port=2049,timeo=600,retrans=2,nordirplus', 'nfsroot=192.168.24.1:/srv,nfsvers=3,udp,mountport=20048,mountaddr=192.168.24.2',
])('%s is fine', word => {
	expect(problemOfNfsrootWord(word)).toBeUndefined();
});

const long = `/srv,${'rsize=1048576,'.repeat(14)}hard`;

test.each([
	['server:/srv', 'server-ip server is not an IPv4 address; the kernel does not resolve host names'],
	['192.168.24.256:/srv', 'server-ip 192.168.24.256 is not an IPv4 address; the kernel does not resolve host names'],
	[':/srv', 'server-ip (empty) is not an IPv4 address; the kernel does not resolve host names'],
	['192.168.24.1:', 'root-dir, the folder on the server, is missing'],
	['', 'root-dir, the folder on the server, is missing'],
	[',vers=3', 'root-dir, the folder on the server, is missing'],
	['192.168.24.1:srv', 'root-dir srv is not an absolute path'],
	['192.168.24.1', 'root-dir 192.168.24.1 is not an absolute path'],
	['/srv/%d', 'root-dir /srv/%d may contain one %s for the name of the node, and no other %'],
	['/srv/%s/%s', 'root-dir /srv/%s/%s may contain one %s for the name of the node, and no other %'],
	['/srv,,vers=3', 'there is an empty option between its commas'],
	['/srv,noatime', 'option noatime is unknown to the kernel\'s NFS client, which then refuses to mount'],
	['/srv,ver=3', 'option ver is unknown to the kernel\'s NFS client, which then refuses to mount'],
	['/srv,hard=1', 'option hard takes no value'],
	['/srv,rsize', 'option rsize needs a number, such as rsize=1048576'],
	['/srv,rsize=1M', 'option rsize=1M needs a number, such as rsize=1048576'],
	['/srv,vers=4.3', 'option vers=4.3 must be vers= and one of 3, 4, 4.0, 4.1 or 4.2'],
	['/srv,vers', 'option vers must be vers= and one of 3, 4, 4.0, 4.1 or 4.2'],
	['/srv,proto=sctp', 'option proto=sctp must be proto= and one of tcp, udp or rdma'],
	['/srv,sec=krb5', 'option sec=krb5 is not possible for a root file system: only sys and none work without keys'],
	['/srv,mountaddr=server', 'option mountaddr=server needs an IPv4 address'],
	['/srv,addr=192.168.24.1', 'option addr is not allowed here: the server goes before the folder, '
	+ 'nfsroot=<server-ip>:<root-dir>'],
	['/srv,vers=4.1,udp', 'NFS 4 works over TCP only; remove udp'],
	['/srv,v4,proto=udp', 'NFS 4 works over TCP only; remove udp'],
	[long, 'its options have 200 characters; the kernel has room for 193'],
])('nfsroot=%s: %s', (value, problem) => {
	expect(problemOfNfsrootWord(`nfsroot=${value}`)).toBe(`nfsroot=${value}: ${problem}`);
});
