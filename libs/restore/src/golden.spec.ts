import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { archiveFileName, fileSource, openArchive, parseIdentityFile } from '@stowbase/archive';
import { goldenArchive, goldenChanges, goldenVersions, type GoldenForm } from '@stowbase/archive/testing';
import { restoreByHand } from '@stowbase/dump/testing';
import {
  availableServerMajors,
  diffFingerprints,
  fingerprint,
  freshTarget,
  unexplainedDifferences,
  type Fingerprint,
  type FingerprintDifference,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import { runRestore } from './run-restore';

/** The server of the sources; fingerprints of other majors have other words. */
const major = 15;
const test = (await availableServerMajors()).includes(major) ? it : it.skip;
const none = { missing: [], added: [] };

describe.each(goldenVersions)('the golden archives of version %s', (version) => {
  let target: ScratchServer;
  let fresh: Fingerprint;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stowbase-golden-'));
    target = await freshTarget({ major });
    fresh = await asAdmin(target);
  }, 60_000);
  afterEach(async () => {
    await target.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(['zstd', 'gzip', 'age'] as const)(
    'P-FORMAT-5 come back whole by the commands of their README.txt (%s; skipped without PostgreSQL 15)',
    async (form) => {
      const { file, identity } = await named(version, form, folder);
      const key = identity?.[0];
      await restoreByHand(file, { target, user: 'postgres', ...(key === undefined ? {} : { identity: key }) });
      expect(await differences(version, target, fresh)).toEqual(none);
    },
    60_000,
  );

  test.each([
    ['zstd', 1],
    ['gzip', 1],
    ['age', 1],
    ['zstd', 2],
  ] as const)(
    'P-FORMAT-5 come back whole by stowbase (%s, %i jobs; skipped without PostgreSQL 15)',
    async (form, jobs) => {
      const { file, identity } = await named(version, form, folder);
      const archive = await openArchive(fileSource(file), identity === null ? {} : { identity });
      const report = await runRestore({
        archive,
        expectedFileSha256: goldenArchive(version, form).expected.fileSha256,
        target: target.settings('postgres', 'postgres'),
        mode: 'empty',
        only: [],
        confirmation: 'postgres',
        jobs,
      });
      await archive.close();
      expect(report.comparisons.filter(({ status }) => status === 'different')).toEqual([]);
      expect(report).toMatchObject({ status: 'done', inOneTransaction: jobs === 1, skipped: [] });
      expect(await differences(version, target, fresh)).toEqual(none);
    },
    60_000,
  );

  test('schema, then data, come back but for what neither holds: history rows, filled views (skipped without PostgreSQL 15)', async () => {
    for (const form of ['schema-only', 'data-only'] as const) {
      const { file } = await named(version, form, folder);
      await restoreByHand(file, { target, user: 'postgres' });
    }
    const { missing } = await differences(version, target, fresh);
    expect(missing.map((line) => line.split('|', 2).join('|'))).toEqual([
      'relation|reports.best_month',
      'relation|reports.revenue',
      'rows|reports.best_month',
      'rows|reports.revenue',
      'rows|supabase_migrations.schema_migrations',
      'rows|supabase_migrations.seed_files',
    ]);
  }, 60_000);

  test('are told from a new project: nothing of them is in one (skipped without PostgreSQL 15)', async () => {
    const { missing } = await differences(version, target, fresh);
    expect(missing.length).toBeGreaterThan(250);
  });
});

const asAdmin = (server: ScratchServer): Promise<Fingerprint> =>
  fingerprint(server.settings('supabase_admin', 'postgres'));

/** A copy under the archive's own name, which its README.txt tells. */
async function named(
  version: string,
  form: GoldenForm,
  folder: string,
): Promise<{ file: string; identity: string[] | null }> {
  const { file: golden, identityFile } = goldenArchive(version, form);
  const archive = await openArchive(fileSource(golden));
  const { createdAt, ...manifest } = archive.manifest;
  await archive.close();
  const file = path.join(folder, archiveFileName({ ...manifest, createdAt: new Date(createdAt) }));
  await copyFile(golden, file);
  return { file, identity: identityFile === null ? null : parseIdentityFile(await readFile(identityFile, 'utf8')) };
}

/** What a target has otherwise than a new project with the recorded changes, but for the limits of the plain fixture. */
async function differences(version: string, target: ScratchServer, fresh: Fingerprint): Promise<FingerprintDifference> {
  const { removed, added } = goldenChanges(version);
  const made = added.filter((line) => target.preloaded.includes('pg_cron') || !line.startsWith('cron job|'));
  const { missing: kept } = diffFingerprints(fresh, removed);
  return unexplainedDifferences('plain', [...kept, ...made].sort(), await asAdmin(target));
}
