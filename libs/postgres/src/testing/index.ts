/** Real PostgreSQL servers shaped like a Supabase project, databases to back up, and a way to compare two of them. */
export { startScratchServer } from './server/scratch-server';
export type { ScratchServer, ScratchServerOptions } from './server/scratch-server';
export { createScratchFolder, removeScratchFolderNow } from './server/scratch-folder';
export { availableServerMajors, findServerBinaries } from './server/server-binaries';
export type { ServerBinaries } from './server/server-binaries';
export { buildPlatform } from './platform/platform';
export { freshTarget } from './fixtures/fresh-target';
export type { TargetOptions } from './fixtures/fresh-target';
export { loadFixture } from './fixtures/load-fixture';
export type { FixtureName } from './fixtures/load-fixture';
export { fingerprint, withoutGrantors } from './fingerprint/fingerprint';
export type { Fingerprint } from './fingerprint/fingerprint';
export { diffFingerprints } from './fingerprint/diff-fingerprints';
export type { FingerprintDifference } from './fingerprint/diff-fingerprints';
export { fixtureLimits, fixtureSecrets, limitPatterns, unexplainedDifferences } from './fixtures/limits';
export type { FixtureLimit } from './fixtures/limits';
