import process from 'node:process';

/**
Kernels whose whole tree is gone through. The older one in `npm run test:matrix` only: each takes minutes, and kernels are
built of it in any case, whose configurations are compared with what was asked for.
*/
export const wholeTrees: ReadonlyArray<'6.1' | '6.12'> = process.env.RAMSTRAP_MATRIX === 'all' ? ['6.1', '6.12'] : ['6.12'];
