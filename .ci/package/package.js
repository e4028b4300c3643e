// Makes what users install: for each architecture a Debian package and a tarball with its checksum, and the package for npm.
//   npm run package [-- --arch amd64] [--only deb] [--to DIR] [--level 9] [--version 1.2.3]
// From the same source come the same bytes, on any machine: nothing of its clock, names or file times gets in.
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {makeBinary, needStrip} from './binary.js';
import {makeDeb} from './deb.js';
import {completionsOf} from './completions.js';
import {layoutIn, recipeFiles} from './layout.js';
import {fetchNode} from './node.js';
import {noticeOfNode, noticesOf} from './notices.js';
import {makeTarball} from './tarball.js';
import {readWords} from './words.js';

// Of folders as well.
process.umask(0o022);
const scratch = mkdtempSync(path.join(tmpdir(), 'ramstrap-package-'));
const below = name => path.join(scratch, name);
process.on('exit', () => {
	rmSync(scratch, {recursive: true, force: true});
});
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.on(signal, () => process.exit(1));
}

try {
	await main(readWords());
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
}

/** Each file is moved in place whole or not at all, whatever ends this. */
async function main({to, ...words}) {
	for (const file of await makeAll(words)) {
		mkdirSync(to, {recursive: true});
		const place = path.join(to, path.basename(file));
		cpSync(file, `${place}.partial`);
		renameSync(`${place}.partial`, place);
		console.log(place);
	}
}

/** Seconds since 1970 that every file has which is packed: of the last change of the source. */
async function timeOfAll() {
	const {stdout = ''} = await execa('git', ['log', '-1', '--format=%ct', '--', '.'], {reject: false});
	const seconds = process.env.SOURCE_DATE_EPOCH ?? stdout;
	if (!/^\d+$/.test(seconds)) {
		throw new Error('When the source was changed last is not known: git does not say it here. Set SOURCE_DATE_EPOCH, in seconds since 1970.');
	}

	return Number(seconds);
}

async function makeAll({arch, only, level, version}) {
	const architectures = only.some(kind => kind !== 'npm') ? arch : [];
	await Promise.all(architectures.map(async architecture => needStrip(architecture)));
	const dist = below('dist');
	await execa(process.execPath, ['.ci/bundle.js', '--outdir', dist, '--version', version, '--inputs', below('inputs')], {stdio: 'inherit'});
	const bundle = {
		version, dist, level, only, to: below('made'), time: await timeOfAll(),
		completions: await completionsOf(dist),
		notices: noticesOf(readFileSync(below('inputs'), 'utf8').split('\n')),
	};
	mkdirSync(bundle.to);
	const files = [];
	for (const architecture of architectures) {
		files.push(...await makeFor(architecture, bundle));
	}

	return [...files, ...(only.includes('npm') ? [await makeNpmPackage(bundle)] : [])];
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
		...(made.only.includes('deb') ? [await makeDeb(made)] : []),
		...(made.only.includes('tarball') ? await makeTarball(made) : []),
	];
}

async function makeNpmPackage({version, dist, notices, to}) {
	const folder = below('npm');
	const {put, copy} = layoutIn(folder);
	for (const file of readdirSync(dist)) {
		copy(`dist/${file}`, path.join(dist, file), file === 'ramstrap.cjs' ? 0o755 : 0o644);
	}

	for (const file of [...recipeFiles().map(name => `recipes/${name}`), 'license', 'readme.md']) {
		copy(file, file);
	}

	put('dist/notices', notices);
	// Nothing is left to be installed or built.
	const {scripts, devDependencies, overrides, allowScripts, ...published} = JSON.parse(readFileSync('package.json', 'utf8'));
	put('package.json', `${JSON.stringify({...published, version}, undefined, '\t')}\n`);
	const {stdout} = await execa('npm', ['pack', '--silent', '--pack-destination', to], {cwd: folder});
	return path.join(to, stdout);
}
