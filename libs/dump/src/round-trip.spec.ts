import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileSource, generateIdentity, openArchive } from '@stowbase/archive';
import {
  buildPlatform,
  diffFingerprints,
  fingerprint,
  freshTarget,
  loadFixture,
  startScratchServer,
  type FixtureName,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import { backupToFile } from './testing/backup-to-file';
import { restoreByHand } from './testing/restore-by-hand';

const asOwner = (server: ScratchServer): ReturnType<ScratchServer['settings']> =>
  server.settings('postgres', 'postgres');
const asAdmin = (server: ScratchServer): ReturnType<ScratchServer['settings']> =>
  server.settings('supabase_admin', 'postgres');

/** What no backup can hold or no restore without superuser rights can bring back; the archive names each. */
const limits = [
  /^password\|/,
  /^rows\|vault\.secrets\|/,
  // Tables only the platform may write.
  /^rows\|storage\.(buckets_vectors|vector_indexes)\|/,
  // Event triggers are in optional/, since only a superuser may make them.
  /^(event trigger\||comment\|event trigger )/,
  // Objects of supabase_admin's in a user schema come back as those of the role that restores.
  /owned_by_platform/,
  // Before PostgreSQL 16 only a superuser may give BYPASSRLS.
  /^role\|torture_bypass\|/,
  // Who granted a membership is not restored, only that it was granted.
  /^membership\|anonymous of torture_c\|/,
  // A collation copied from a built-in one loses "any encoding" on its way through pg_dump.
  /^collation\|public\.bytes\|/,
];

describe.each<FixtureName>(['plain', 'torture'])('a backup of the %s fixture', (fixture) => {
  let source: ScratchServer;
  let folder: string;

  beforeAll(async () => {
    source = await startScratchServer();
    await buildPlatform(source);
    await loadFixture(source, fixture);
    folder = await mkdtemp(path.join(tmpdir(), 'stowbase-round-trip-'));
  }, 60_000);
  afterAll(async () => {
    await source.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['zstd', 'gzip', 'age'] as const)(
    'P-ROUNDTRIP-1 comes back whole by the commands of its README.txt (%s)',
    async (how) => {
      const key = how === 'age' ? await generateIdentity() : null;
      const { file, result } = await backupToFile(folder, asOwner(source), {
        compression: how === 'gzip' ? { method: 'gzip', level: 6 } : { method: 'zstd', level: 3 },
        recipients: key === null ? [] : [key.recipient],
      });
      expect(result.gaps).toEqual([]);
      const archive = await openArchive(fileSource(file), key === null ? {} : { identity: [key.identity] });
      expect((await archive.verify(2)).damaged).toEqual([]);
      await archive.close();

      const target = await freshTarget();
      try {
        await restoreByHand(file, { target, user: 'postgres', ...(key === null ? {} : { identity: key.identity }) });
        const difference = diffFingerprints(
          await fingerprint(asAdmin(source)),
          await fingerprint(asAdmin(target)),
          limits,
        );
        expect(difference).toEqual({ missing: [], added: [] });
      } finally {
        await target.stop();
      }
    },
    120_000,
  );
});
