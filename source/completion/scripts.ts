import bash from './ramstrap.bash';
import fish from './ramstrap.fish';
import zsh from './ramstrap.zsh';

/** By shell: what it reads to complete the command line of ramstrap. */
export const scripts = {bash, zsh, fish};

export const shells = ['bash', 'zsh', 'fish'] as const satisfies ReadonlyArray<keyof typeof scripts>;
