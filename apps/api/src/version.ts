/** Set by tools/build.mjs from package.json. */
declare const STOWBASE_VERSION: string | undefined;

export const version: string = typeof STOWBASE_VERSION === 'string' ? STOWBASE_VERSION : '0.0.0-source';
