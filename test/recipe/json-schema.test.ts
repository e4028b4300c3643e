import {expect, test} from 'vitest';
import {recipeJsonSchema} from '../../source/recipe/json-schema.ts';

test('editors get titles, descriptions and choices, and nothing of ours', () => {
	const schema = recipeJsonSchema();
	expect(schema).toMatchObject({
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'A ramstrap recipe',
		type: 'object',
		additionalProperties: false,
		required: ['version', 'name', 'strategy'],
		properties: {
			version: {const: 1},
			compression: {enum: ['zstd', 'gzip', 'xz', 'lz4', 'none'], default: 'zstd', title: 'Compression',
				description: 'Compression of the download.'},
			node: {properties: {memory: {type: 'integer', minimum: 64, default: 512}}},
		},
	});
	const text = JSON.stringify(schema);
	expect(text).not.toMatch(/"(?:choices|essential|secret)"/);
	expect(text).not.toContain('"description":""');
});

test('letters count in both cases where they do for ramstrap', () => {
	const properties = recipeJsonSchema().properties as Record<string, {pattern: string; properties: Record<string, {pattern: string}>}>;
	const accepts = (pattern: string, text: string) => new RegExp(pattern).test(text);
	const {timezone} = properties.node!.properties;
	expect(['Europe/Berlin', 'UTC', 'etc/GMT+5', 'Europe/', '9'].map(text => accepts(timezone!.pattern, text))).toEqual([true, true, true, false, false]);
	expect(['80%', '100%', '2G', '2g', '512M', '2T'].map(text => accepts(properties.size!.pattern, text))).toEqual([true, true, true, true, true, false]);
	expect(['docker.io/library/debian:trixie', 'Debian', '-x'].map(text => accepts(properties.tree!.properties.image!.pattern, text))).toEqual([true, true, false]);
});
