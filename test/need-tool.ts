import {findProgram} from '../source/host/tools.ts';

/** A test that drives a tool fails without it, and says how to get it. */
export async function needTool(name: string, debianPackage = name): Promise<void> {
	if (await findProgram(name, '/usr/sbin:/usr/bin:/sbin:/bin') === undefined) {
		throw new Error(`this test drives ${name}, which is not installed: apt-get install ${debianPackage}`);
	}
}
