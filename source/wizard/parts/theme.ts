/** One accent. Whatever a colour says, a mark or a word beside it says too. */
export const accent = 'cyan';
export const warning = 'yellow';

/** All of these are in the fonts of the Linux console, where the wizard must look right as well. */
export const pointer = '►';
/** Between two panes. */
export const upright = '│';
export const rule = '─';
export const dot = '•';
