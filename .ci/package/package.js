// Makes what users install: for each architecture a Debian package and a tarball with its checksum, and the package for npm.
//   npm run package [-- --arch amd64] [--only deb] [--to DIR] [--level 9] [--version 1.2.3]
// From the same source come the same bytes, on any machine: nothing of its clock, names or file times gets in.
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {makeBinary} from './binary.js';
import {makeDeb} from './deb.js';
import {completionsOf} from './completions.js';
import {fetchNode, nodes} from './node.js';
import {noticesFrom} from './notices.js';
import {makeTarball} from './tarball.js';

const {values: {arch, only, to, level, version}} = parseArgs({
	options: {
		arch: {type: 'string', multiple: true, default: Object.keys(nodes)},
		only: {type: 'string', multiple: true, default: ['deb', 'tarball', 'npm']},
		to: {type: 'string', default: 'packages'},
		// Of xz.
		level: {type: 'string', default: '9'},
		version: {type: 'string', default: JSON.parse(readFileSync('package.json', 'utf8')).version},
	},
});
// Of folders as well.
process.umask(0o022);
const scratch = mkdtempSync(path.join(tmpdir(), 'ramstrap-package-'));
try {
	mkdirSync(to, {recursive: true});
	const [dist, inputs] = [path.join(scratch, 'dist'), path.join(scratch, 'inputs')];
	await execa(process.execPath, ['.ci/bundle.js', '--outdir', dist, '--version', version, '--inputs', inputs], {stdio: 'inherit'});
	const completions = await completionsOf(dist);
	const {stdout: seconds} = await execa('git', ['log', '-1', '--format=%ct'], {reject: false});
	for (const architecture of arch) {
		const node = await fetchNode(architecture);
		const made = {
			architecture, version, dist, completions, level, to,
			// Of every file in what is made, as seconds since 1970: of what was changed last.
			time: Number(process.env.SOURCE_DATE_EPOCH ?? (seconds || 0)),
			scratch: path.join(scratch, architecture),
			notices: noticesFrom(readFileSync(inputs, 'utf8').split('\n'), node.license),
		};
		mkdirSync(made.scratch);
		made.binary = await makeBinary(node, made);
		const files = [
			...(only.includes('deb') ? [await makeDeb(made)] : []),
			...(only.includes('tarball') ? await makeTarball(made) : []),
		];
		for (const file of files) {
			console.log(file);
		}
	}

	if (only.includes('npm')) {
		console.log(await makeNpmPackage(dist));
	}
} finally {
	rmSync(scratch, {recursive: true});
}

async function makeNpmPackage(dist) {
	const folder = path.join(scratch, 'npm');
	mkdirSync(folder);
	cpSync(dist, path.join(folder, 'dist'), {recursive: true});
	for (const name of ['recipes', 'license', 'readme.md']) {
		cpSync(name, path.join(folder, name), {recursive: true});
	}

	// Nothing is left to be installed or built.
	const {scripts, devDependencies, overrides, allowScripts, ...published} = JSON.parse(readFileSync('package.json', 'utf8'));
	writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({...published, version}, undefined, '\t')}\n`);
	const {stdout} = await execa('npm', ['pack', '--silent', '--pack-destination', path.resolve(to)], {cwd: folder});
	return path.join(to, stdout);
}
