// Makes what users install: for each architecture a Debian package and a tarball with its checksum, and the package for npm.
//   npm run package [-- --arch amd64] [--only deb] [--to DIR] [--level 9] [--version 1.2.3]
// From the same source come the same bytes, on any machine: nothing of its clock, names or file times gets in.
import {cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {makeBinary} from './binary.js';
import {makeDeb} from './deb.js';
import {completionsOf} from './completions.js';
import {fetchNode, nodes} from './node.js';
import {noticeOfNode, noticesOf} from './notices.js';
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
const below = name => path.join(scratch, name);
try {
	for (const file of await makeAll()) {
		// Whole or not at all, for whoever stops it.
		mkdirSync(to, {recursive: true});
		const place = path.join(to, path.basename(file));
		cpSync(file, `${place}.partial`);
		renameSync(`${place}.partial`, place);
		console.log(place);
	}
} finally {
	rmSync(scratch, {recursive: true});
}

async function makeAll() {
	const dist = below('dist');
	await execa(process.execPath, ['.ci/bundle.js', '--outdir', dist, '--version', version, '--inputs', below('inputs')], {stdio: 'inherit'});
	const bundle = {
		version, dist, level, to: below('made'), time: await timeOfAll(),
		completions: await completionsOf(dist),
		notices: noticesOf(readFileSync(below('inputs'), 'utf8').split('\n')),
	};
	mkdirSync(bundle.to);
	const files = [];
	for (const architecture of arch) {
		files.push(...await makeFor(architecture, bundle));
	}

	return [...files, ...(only.includes('npm') ? [await makeNpmPackage(bundle)] : [])];
}

/** Seconds since 1970 that every file has which is packed: of the last change of the source. */
async function timeOfAll() {
	const {stdout} = await execa('git', ['log', '-1', '--format=%ct'], {reject: false});
	return Number(process.env.SOURCE_DATE_EPOCH ?? (stdout || 0));
}

async function makeFor(architecture, bundle) {
	const node = await fetchNode(architecture);
	const made = {
		...bundle, architecture, scratch: below(architecture),
		notices: `${bundle.notices}\n${noticeOfNode(node.license)}`,
	};
	mkdirSync(made.scratch);
	made.binary = await makeBinary(node, made);
	return [
		...(only.includes('deb') ? [await makeDeb(made)] : []),
		...(only.includes('tarball') ? await makeTarball(made) : []),
	];
}

async function makeNpmPackage({dist, notices, to: place}) {
	const folder = below('npm');
	mkdirSync(folder);
	cpSync(dist, path.join(folder, 'dist'), {recursive: true});
	writeFileSync(path.join(folder, 'dist/notices'), notices);
	for (const name of ['recipes', 'license', 'readme.md']) {
		cpSync(name, path.join(folder, name), {recursive: true});
	}

	// Nothing is left to be installed or built.
	const {scripts, devDependencies, overrides, allowScripts, ...published} = JSON.parse(readFileSync('package.json', 'utf8'));
	writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({...published, version}, undefined, '\t')}\n`);
	const {stdout} = await execa('npm', ['pack', '--silent', '--pack-destination', place], {cwd: folder});
	return path.join(place, stdout);
}
