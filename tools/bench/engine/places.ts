import { inRoot } from '../../lib/paths.mjs';

/** Holds the data sets and the peer's programs; no part of the repository. */
export const sharedFolder = inRoot('..', 'shared');
export const dataFolder = inRoot('..', 'shared', 'data');
