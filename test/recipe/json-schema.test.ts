import {expect, test} from 'vitest';
import {recipeJsonSchema} from '../../source/recipe/json-schema.ts';

test('editors get titles, descriptions and choices, and nothing of ours', () => {
	const schema = recipeJsonSchema();
	expect(schema).toMatchObject({
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'A recipe of ramstrap',
		type: 'object',
		additionalProperties: false,
		required: ['version', 'name', 'strategy'],
		properties: {
			version: {const: 1},
			compression: {enum: ['zstd', 'gzip', 'xz', 'lz4', 'none'], default: 'zstd', title: 'Compression', description: 'How the initramfs is packed for the wire.'},
			node: {properties: {memory: {type: 'integer', minimum: 64, default: 512}}},
		},
	});
	const text = JSON.stringify(schema);
	expect(text).not.toContain('"choices"');
	expect(text).not.toContain('"description":""');
});
