import * as z from 'zod';
import {versionSchema} from '../publish/version.ts';
import type {Change, Journal, Present} from './types.ts';

const texts = z.array(z.string());
const aPath = z.string().startsWith('/');
const aManager = z.enum(['apt', 'dnf', 'pacman', 'zypper']);

const changeSchema = z.discriminatedUnion('kind', [
	z.strictObject({kind: z.literal('package'), manager: aManager, name: z.string()}),
	z.strictObject({kind: z.literal('folder'), path: aPath}),
	z.strictObject({kind: z.literal('file'), path: aPath, text: z.string()}),
	z.strictObject({kind: z.literal('copy'), path: aPath, from: texts, mode: z.int()}),
	z.strictObject({
		kind: z.literal('version'), folder: aPath, version: versionSchema,
		sources: z.record(z.string(), z.string()), keep: z.int(),
	}),
	z.strictObject({
		kind: z.literal('opening'), firewall: z.enum(['firewalld', 'ufw']),
		interface: z.string(), port: z.string(), note: z.string(),
	}),
	z.strictObject({kind: z.literal('unit'), name: z.string(), ours: z.boolean(), starts: texts, of: texts}),
	z.strictObject({
		kind: z.literal('command'),
		title: z.string(),
		doing: texts.optional(),
		undoing: texts.optional(),
		of: texts,
	}),
]) satisfies z.ZodType<Change>;

const presentSchema = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('package'), installed: z.boolean(), automatic: z.boolean().optional(),
		coming: texts, users: texts,
	}),
	z.strictObject({kind: z.literal('folder'), exists: z.boolean()}),
	z.strictObject({kind: z.literal('file'), content: z.base64().optional(), mode: z.int().optional()}),
	z.strictObject({
		kind: z.literal('copy'), sha256: z.string().optional(), source: z.string().optional(), mode: z.int().optional(),
	}),
	z.strictObject({kind: z.literal('version'), exists: z.boolean(), current: z.string().optional()}),
	z.strictObject({kind: z.literal('opening'), permanent: z.boolean(), runtime: z.boolean()}),
	z.strictObject({kind: z.literal('unit'), enabled: z.boolean(), active: z.boolean()}),
	z.strictObject({kind: z.literal('command')}),
]) satisfies z.ZodType<Present>;

/** As it lies on the disk. */
export const journalSchema = z.strictObject({
	version: z.literal(1),
	recipe: z.string(),
	interface: z.string(),
	address: z.string(),
	entries: z.array(
		z.strictObject({change: changeSchema, former: presentSchema, wrote: texts, done: z.string().optional()}),
	),
}) satisfies z.ZodType<Journal>;
