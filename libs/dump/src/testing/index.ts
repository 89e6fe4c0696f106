/** Backups made by the real engine, and restores with public tools, for the tests of other libraries. */
export { archiveWays, type ArchiveWay } from './archive-ways';
export { backupToFile, requestFor } from './backup-to-file';
export { fixtureSource, type FixtureSource } from './fixture-source';
export { restoreByHand, type ByHand } from './restore-by-hand';
export { differentByNature, mergeMemberships } from './platform-by-nature';
export { postgresFrom17 } from './client-from-17';
export { fakePgDump, type FakeTools } from './fake-pg-dump';
