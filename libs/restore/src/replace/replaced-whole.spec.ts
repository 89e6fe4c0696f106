import { fingerprint, unexplainedDifferences, type FixtureName } from '@stowbase/postgres/testing';
import { runRestore } from '../run-restore';
import { keepers, kept, older } from './testing/older-state';
import { replaceTarget } from './testing/replace-target';

/** The whole way: an older state of a project, with things of its own, becomes what the backup has, and keeps the rest. */
describe.each<FixtureName>(['plain', 'torture'])('restoring the %s fixture over an older state', (fixture) => {
  it.each([1, 2])(
    'P-RESTORE-67 with %i jobs brings the source back and leaves the rest alone',
    async (jobs) => {
      const on = await replaceTarget(fixture);
      try {
        await on.client.query(older[fixture]);
        await on.client.query(keepers);
        const before = await on.fingerprint();
        const report = await runRestore({
          archive: on.archive,
          target: on.target.settings('postgres', 'postgres'),
          mode: 'replace',
          only: [],
          confirmation: 'postgres',
          jobs,
          safetyBackup: () => Promise.resolve({ place: 'nowhere', fileSha256: '' }),
        });
        expect(report.comparisons.filter(({ status }) => status !== 'equal')).toEqual([]);
        const after = await on.fingerprint();
        expect(after.filter((line) => kept.test(line))).toEqual(before.filter((line) => kept.test(line)));
        const asInSource = await fingerprint(on.source.server.settings('supabase_admin', 'postgres'));
        const restored = after.filter((line) => !kept.test(line));
        expect(unexplainedDifferences(fixture, asInSource, restored)).toEqual({ missing: [], added: [] });
      } finally {
        await on.stop();
      }
    },
    180_000,
  );
});

it.each([1, 2])(
  'P-RESTORE-67 with %i jobs changes nothing where something is in the way, and says so',
  async (jobs) => {
    const on = await replaceTarget('plain');
    try {
      await on.client.query('CREATE SCHEMA keepers; CREATE VIEW keepers.seen AS SELECT id FROM public.orders');
      const before = await on.fingerprint();
      const error: unknown = await runRestore({
        archive: on.archive,
        target: on.target.settings('postgres', 'postgres'),
        mode: 'replace',
        only: [],
        confirmation: 'postgres',
        jobs,
        safetyBackup: () => Promise.resolve({ place: 'nowhere', fileSha256: '' }),
      }).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'REPLACE_BLOCKED', detail: 'view keepers.seen needs table public.orders' });
      expect((error as Error).message).toContain('The target is as it was');
      expect(await on.fingerprint()).toEqual(before);
    } finally {
      await on.stop();
    }
  },
  120_000,
);
