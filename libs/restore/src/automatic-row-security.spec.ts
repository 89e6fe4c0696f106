import { jest } from '@jest/globals';
import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { runRestore } from './run-restore';

jest.setTimeout(120_000);

/** What Supabase runs in a project whose owner asked for row security on every new table. */
async function automatic(server: ScratchServer): Promise<void> {
  await server.with('postgres', 'postgres', (client) =>
    client.query(`CREATE FUNCTION public.rls_auto_enable() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
      DECLARE made record; BEGIN
        FOR made IN SELECT * FROM pg_catalog.pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' AND schema_name = 'public' LOOP
          EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', made.object_identity);
        END LOOP; END $$`),
  );
  await server.with('supabase_admin', 'postgres', (client) =>
    client.query('CREATE EVENT TRIGGER ensure_rls ON ddl_command_end EXECUTE FUNCTION public.rls_auto_enable()'),
  );
}

describe('a project with automatic row security', () => {
  let source: FixtureSource;
  let target: ScratchServer;
  beforeAll(async () => {
    [source, target] = await Promise.all([fixtureSource(), freshTarget()]);
    await automatic(source.server);
    await automatic(target);
    await source.sql(`CREATE TABLE public.closed (id int); INSERT INTO public.closed VALUES (1);
      CREATE TABLE public.open (id int); ALTER TABLE public.open DISABLE ROW LEVEL SECURITY`);
  });
  afterAll(() => Promise.all([source.stop(), target.stop()]));

  it('P-RESTORE-21 goes back into a new one that has it too: its function is no collision, and what it closed is said', async () => {
    const archive = await openArchive(fileSource((await source.backup()).file));
    const settings = target.settings('postgres', 'postgres');
    const report = await runRestore({
      archive,
      target: settings,
      mode: 'empty',
      only: [],
      confirmation: 'postgres',
      jobs: 1,
    });
    await archive.close();
    expect(report.plan.counts.conflict).toBe(0);
    expect(report.rows).toBe(1);
    const named = report.comparisons
      .filter(({ status }) => status !== 'equal')
      .flatMap(({ differences }) => differences);
    expect(named.join()).toContain('public.open');
    expect(named.join()).not.toContain('public.closed');
  });
});
