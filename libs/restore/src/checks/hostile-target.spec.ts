import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { fingerprint, freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import type { RestoreReport } from '../report';
import { runRestore } from '../run-restore';

/** Targets that change what is restored while it is restored. */
describe('a target with its own ideas', () => {
  let source: FixtureSource;
  let file: string;
  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
    ({ file } = await source.backup());
  }, 120_000);
  afterAll(() => source.stop());

  const restoreInto = async (target: ScratchServer): Promise<RestoreReport> => {
    const archive = await openArchive(fileSource(file));
    try {
      const settings = target.settings('postgres', 'postgres');
      return await runRestore({
        ...{ archive, target: settings, mode: 'empty', only: [], confirmation: 'postgres', jobs: 1 },
      });
    } finally {
      await archive.close();
    }
  };
  const withTarget = async (sql: string, check: (target: ScratchServer) => Promise<void>): Promise<void> => {
    const target = await freshTarget();
    try {
      await target.with('supabase_admin', 'postgres', (admin) => admin.query(sql));
      await check(target);
    } finally {
      await target.stop();
    }
  };
  const onNewTables = (what: string): string => `
    CREATE FUNCTION extensions.meddle() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE made record; BEGIN
      FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' AND command_tag = 'CREATE TABLE' LOOP
        EXECUTE format('${what}', made.object_identity);
      END LOOP;
    END $$;
    CREATE EVENT TRIGGER meddle ON ddl_command_end EXECUTE FUNCTION extensions.meddle()`;

  it.each([
    [
      'grants every new table to somebody',
      onNewTables('GRANT SELECT ON %s TO anon'),
      { code: 'RESTORE_DIFFERENT', kind: 'different' },
      'relation public.payments: anon has SELECT, at the source it had not',
    ],
    [
      'makes a policy on every new table',
      onNewTables('CREATE POLICY open ON %s USING (true)'),
      { code: 'RESTORE_DIFFERENT', kind: 'different' },
      'policy public.profiles.open is there, at the source it was not',
    ],
    [
      'takes rows away behind the COPY',
      `CREATE FUNCTION storage.eat() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
         BEGIN DELETE FROM storage.objects WHERE id = NEW.id AND NEW.bucket_id = 'avatars'; RETURN NULL; END $$;
       CREATE TRIGGER eat AFTER INSERT ON storage.objects FOR EACH ROW EXECUTE FUNCTION storage.eat();
       ALTER TABLE storage.objects ENABLE ALWAYS TRIGGER eat`,
      { code: 'ROWS_MISSING', kind: 'different' },
      'storage.objects: ',
    ],
  ])(
    'P-RESTORE-68 that %s: the restore is taken back',
    async (_title, sql, expected, difference) => {
      await withTarget(sql, async (target) => {
        const settings = target.settings('supabase_admin', 'postgres');
        const before = await fingerprint(settings);
        const error: unknown = await restoreInto(target).catch((cause: unknown) => cause);
        expect(error).toMatchObject({ ...expected, detail: expect.stringContaining(difference) as string });
        expect((error as Error).message).toContain('The target is as it was');
        expect(await fingerprint(settings)).toEqual(before);
      });
    },
    60_000,
  );

  it('P-RESTORE-68 that closes every new table: restored, and what is closed more than at the source is named', async () => {
    await withTarget(onNewTables('ALTER TABLE %s ENABLE ROW LEVEL SECURITY'), async (target) => {
      const report = await restoreInto(target);
      expect(report.status).toBe('done_with_differences');
      const found = report.comparisons.filter(({ status }) => status !== 'equal');
      expect(found.map(({ what }) => what)).toEqual(['row_security_added']);
      expect(found[0]?.differences).toContain('relation public.payments has row security on, at the source it was off');
    });
  }, 60_000);
});
