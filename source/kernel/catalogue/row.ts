import type {CatalogueOption} from '../types.ts';

/** An option in the file of its group. */
export type Row = Omit<CatalogueOption, 'group'>;
