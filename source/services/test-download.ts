/** By which the server tells what a node downloads to test its network from what it boots. */
export const testQuery = '?test';

/** @param path as it was asked for, with its query */
export const isTestDownload = (path: string): boolean => path.endsWith(testQuery);
