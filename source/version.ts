declare const RAMSTRAP_VERSION: string | undefined;

/** Put in by the bundler from package.json; unbundled (in tests) there is none. */
export const version: string = typeof RAMSTRAP_VERSION === 'string' ? RAMSTRAP_VERSION : 'unbundled';
