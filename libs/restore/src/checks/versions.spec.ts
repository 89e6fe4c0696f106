import { postgresFrom17 } from '@stowbase/dump/testing';
import { restoredByHand } from './testing/restored-by-hand';

const newer = await postgresFrom17();

if ('missing' in newer) {
  it.skip(`P-RESTORE-60 across versions of PostgreSQL (${newer.missing})`, () => undefined);
} else {
  const { major, client } = newer;
  const cases = [15, major].flatMap((source) =>
    (['plain', 'torture'] as const).map((fixture) => ({ source, fixture })),
  );

  /** GRANT ALL is more on a newer server, and what can't be there (pg_cron isn't installed for it here) is named. */
  describe.each(cases)(`the $fixture fixture from PostgreSQL $source on PostgreSQL ${major}`, ({ source, fixture }) => {
    it('P-RESTORE-60 differs in nothing, until something is granted that the source never gave', async () => {
      const versions = { source, target: major, clientDir: client.dir };
      const restored = await restoredByHand(fixture, 'supabase', versions);
      try {
        const comparisons = await restored.compare();
        expect(comparisons.filter(({ status }) => status === 'different')).toEqual([]);
        const notPortable = comparisons.filter(({ status }) => status === 'not-portable');
        for (const text of notPortable.flatMap(({ differences }) => differences)) {
          expect(text).toMatch(/^(extension pg_cron|cron job .*) could not be made here$|needs_search_path/);
        }
        const table = fixture === 'plain' ? 'public.payments' : 'public.big';
        const after = await restored.compareAfter(`GRANT MAINTAIN ON ${table} TO anon`);
        expect(after.filter(({ status }) => status === 'different')).toMatchObject([
          { what: 'extra_privileges', differences: [`relation ${table}: anon has MAINTAIN, at the source it had not`] },
        ]);
      } finally {
        await restored.stop();
      }
    }, 120_000);
  });
}
