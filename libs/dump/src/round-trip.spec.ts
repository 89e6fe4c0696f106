import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileSource, generateIdentity, openArchive } from '@stowbase/archive';
import {
  fingerprint,
  freshTarget,
  unexplainedDifferences,
  type FixtureName,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import { archiveWays } from './testing/archive-ways';
import { backupToFile } from './testing/backup-to-file';
import { restoreByHand } from './testing/restore-by-hand';

const asOwner = (server: ScratchServer): ReturnType<ScratchServer['settings']> =>
  server.settings('postgres', 'postgres');
const asAdmin = (server: ScratchServer): ReturnType<ScratchServer['settings']> =>
  server.settings('supabase_admin', 'postgres');

describe.each<FixtureName>(['plain', 'torture'])('a backup of the %s fixture', (fixture) => {
  let source: ScratchServer;
  let folder: string;

  beforeAll(async () => {
    source = await freshTarget({ fixture });
    folder = await mkdtemp(path.join(tmpdir(), 'stowbase-round-trip-'));
  }, 60_000);
  afterAll(async () => {
    await source.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(archiveWays(fixture))(
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
        const [before, after] = [await fingerprint(asAdmin(source)), await fingerprint(asAdmin(target))];
        expect(unexplainedDifferences(fixture, before, after)).toEqual({ missing: [], added: [] });
      } finally {
        await target.stop();
      }
    },
    120_000,
  );
});
