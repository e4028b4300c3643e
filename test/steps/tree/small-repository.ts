import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {treeStep} from '../../../source/steps/tree/index.ts';
import {fedoraFacts, sampleRecipe} from '../../sample.ts';

/** A repository for dnf with one package that is a whole system, made of the small tree. Returns its address. */
export async function smallRepository(folder: string, tree: string): Promise<string> {
	mkdirSync(path.join(folder, 'repository'), {recursive: true});
	writeFileSync(path.join(folder, 'small.spec'), specification(tree));
	await execa('rpmbuild', [
		'--quiet', '-bb', '--define', `_topdir ${folder}/build`, '--define', '_build_id_links none', '--define', 'debug_package %{nil}', '--define', '__strip /bin/true', 'small.spec',
	], {cwd: folder});
	await execa('sh', ['-c', 'mv build/RPMS/*/*.rpm repository && createrepo_c --quiet repository'], {cwd: folder});
	return `file://${folder}/repository`;
}

/** The names of all packages that the step installs. */
function wanted(): string[] {
	const {actions} = treeStep(sampleRecipe({strategy: 'dracut-toram', tree: {from: 'bootstrap', release: 43}}), fedoraFacts);
	const command = actions.find(action => action.do === 'command' && action.argv.includes('dnf.sh'));
	const argv = command?.do === 'command' ? command.argv : [];
	return argv.slice(argv.indexOf('dnf.sh') + 4);
}

/* eslint-disable unicorn/no-incorrect-template-string-interpolation -- rpm writes its own macros with braces. */
function specification(tree: string): string {
	return `Name: small-system
Version: 1
Release: 1
Summary: A small system
License: MIT
AutoReqProv: no
Provides: /bin/sh ${wanted().join(' ')}
%description
All of it.
%install
mkdir -p %{buildroot}/etc
cp -a "${tree}/usr" "${tree}/bin" "${tree}/sbin" %{buildroot}
cp "${tree}/etc/os-release" %{buildroot}/etc
%post
echo "a scriptlet ran" >/etc/post
%files
/bin
/sbin
/usr/bin/busybox
/usr/bin/sh
/usr/sbin/init
%attr(4750, root, root) %caps(cap_net_raw=ep) /usr/bin/ping
%attr(0640, root, root) /etc/os-release
`;
}
/* eslint-enable unicorn/no-incorrect-template-string-interpolation */
