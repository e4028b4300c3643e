#!/usr/bin/env node
// The oldest JavaScript there is, so that an old Node can still say what is wrong.
var needed = [22, 13];
var found = process.versions.node.split('.');
if (Number(found[0]) < needed[0] || (Number(found[0]) === needed[0] && Number(found[1]) < needed[1])) {
	console.error('ramstrap needs Node ' + needed.join('.') + ' or later; this is Node ' + process.versions.node + '.');
	console.error('  → in the checkout: npm ci, then npx ramstrap (it brings its own Node)');
	console.error('  → elsewhere: https://nodejs.org/en/download, or your distribution\'s backports');
	process.exit(3);
}

import('./cli.mjs');
