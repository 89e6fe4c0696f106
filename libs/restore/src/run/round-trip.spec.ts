import { fileSource, generateIdentity, openArchive } from '@stowbase/archive';
import { archiveWays, fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import {
  fingerprint,
  freshTarget,
  unexplainedDifferences,
  type FixtureName,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import { tableKey } from '../table-name';
import { noHooks, runNotes } from '../testing/run-target';
import { restoreInOneTransaction } from './one-transaction';

describe.each<FixtureName>(['plain', 'torture'])('the %s fixture in one transaction', (fixture) => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource({ fixture });
  }, 60_000);
  afterAll(() => source.stop());

  it.each(archiveWays(fixture))(
    'P-RESTORE-40 makes an empty project equal to the source (%s)',
    async (how) => {
      const key = how === 'age' ? await generateIdentity() : null;
      const { file } = await source.backup({
        compression: how === 'gzip' ? { method: 'gzip', level: 6 } : { method: 'zstd', level: 3 },
        recipients: key === null ? [] : [key.recipient],
      });
      const archive = await openArchive(fileSource(file), key === null ? {} : { identity: [key.identity] });
      const target = await freshTarget();
      try {
        const notes = await runNotes(archive, target.settings('postgres', 'postgres'));
        const counts = await restoreInOneTransaction(notes.context, noHooks);
        const [before, after] = [await printOf(source.server), await printOf(target)];
        expect(unexplainedDifferences(fixture, before, after)).toEqual({ missing: [], added: [] });
        const { tables } = notes.context.contents;
        for (const { schema, name, rows } of tables)
          expect(counts.rows.get(tableKey({ schema, name })) ?? 0).toBe(rows);
        expect(counts.skipped).toEqual([]);
        expect(notes.stages).toEqual(['prepare', 'definitions', 'rows', 'finish', 'compare']);
        const rowBytes = tables.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
        expect(notes.bytes).toBeGreaterThan(rowBytes);
        expect(notes.bytes).toBeLessThanOrEqual(archive.manifest.rawBytes);
      } finally {
        await target.stop();
        await archive.close();
      }
    },
    120_000,
  );

  it('P-RESTORE-40 leaves the target as it was when the last of it fails, its sequences too', async () => {
    const { file } = await source.backup();
    const archive = await openArchive(fileSource(file));
    const target = await freshTarget();
    try {
      const before = await printOf(target);
      const notes = await runNotes(archive, target.settings('postgres', 'postgres'));
      const failed = restoreInOneTransaction(notes.context, {
        ...noHooks,
        after: async (client) => void (await client.query('SELECT 1/0')),
      });
      await expect(failed).rejects.toThrow('The target is as it was');
      expect(await printOf(target)).toEqual(before);
    } finally {
      await target.stop();
      await archive.close();
    }
  }, 120_000);
});

const printOf = (server: ScratchServer) => fingerprint(server.settings('supabase_admin', 'postgres'));
