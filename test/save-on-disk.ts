import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {recipeStore} from '../source/recipe-store.ts';

// Saves a recipe, then one that cannot be saved, and says what came of it. For recipe-store.test.ts, as a process of its own:
// the file system is mounted for it alone.

const [folder, name] = process.argv.slice(2) as [string, 'nearly full' | 'full' | 'read-only'];
const text = '# notes\nversion: 1\nname: cellar # mine\n';
const store = recipeStore(folder);
if (name !== 'read-only') {
	store.save('cellar', text);
}

if (name === 'full') {
	fillUp();
}

const result = failure();
// What it wrote on the way is removed a moment later.
await sleep(100);
console.log(`${name}: ${result}, ${readdirSync(folder).toSorted().join(' ')}, cellar.yaml ${readFileSync(path.join(folder, 'cellar.yaml'), 'utf8') === text ? 'as it was' : 'changed'}`);

function fillUp(): void {
	try {
		writeFileSync(path.join(folder, 'rest'), Buffer.alloc(1_048_576));
	} catch {}
}

function failure(): string {
	try {
		store.save('cellar', '# more\n'.repeat(10_000));
		return 'saved';
	} catch (error) {
		return (error as NodeJS.ErrnoException).code ?? String(error);
	}
}
