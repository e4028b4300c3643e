import type {Action} from '../types.ts';
import acl from './acl.pl';
import layers from './layers.pl';
import tar from './tar.pl';

/** Writes the program that reads archives, lays them over one another, and writes one. */
export const writeLayers: Action[] = Object.entries({'layers.pl': layers, 'tar.pl': tar, 'acl.pl': acl})
	.map(([path, text]): Action => ({do: 'write-file', path, text}));
