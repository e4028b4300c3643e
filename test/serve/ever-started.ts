import type {ChildProcess} from 'node:child_process';

/** All that the file of tests has started in a lab. */
export const everStarted: Array<{command: string; lines: readonly string[]; child: ChildProcess}> = [];
