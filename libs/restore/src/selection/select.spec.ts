import { jest } from '@jest/globals';
import { unexplainedDifferences, type FixtureName } from '@stowbase/postgres/testing';
import { SelectedRestores } from './testing/selected-restore';

jest.setTimeout(120_000);

describe.each<FixtureName>(['plain', 'torture'])('parts of a backup of the %s fixture', (fixture) => {
  let restores: SelectedRestores;
  beforeAll(async () => {
    restores = await SelectedRestores.of(fixture);
  });
  afterAll(() => restores.stop());

  it('P-RESTORE-35 rows alone come back into tables that have their triggers and foreign keys', async () => {
    const target = await restores.database();
    await target.sql(emptied, target.admin);
    expect((await target.differences()).missing.length).toBeGreaterThan(20);
    const run = await target.restore('data');
    expect(run.skipped).toEqual([]);
    const { missing, added } = await target.differences();
    expect(added).toEqual([]);
    // Its own rows break it: no row comes back while it is there, and it goes with `emptied`.
    expect(missing.filter((line) => !line.startsWith('constraint|public.broken positive|'))).toEqual([]);
  });

  it('P-RESTORE-36 one part after the other is the whole', async () => {
    const { target, server } = await restores.freshTarget();
    const parts =
      fixture === 'plain'
        ? [['roles'], ['schema'], ['data'], ['history']]
        : [['roles'], ['schema', 'data'], ['history']];
    try {
      for (const part of parts) expect((await target.restore(...part)).skipped).toEqual([]);
      const differences = unexplainedDifferences(fixture, await restores.source(), await target.fingerprint());
      expect(differences).toEqual({ missing: [], added: [] });
    } finally {
      await server.stop();
    }
  });
});

/** Takes away every row that a backup has, and what comes with rows. */
const emptied = `
  SET session_replication_role = replica;
  DO $$ DECLARE tables text; BEGIN
    SELECT string_agg(c.oid::regclass::text, ',') INTO tables FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_.*|information_schema|vault|realtime|supabase_migrations)$'
       AND (n.nspname || '.' || c.relname) !~ '^(auth|storage|supabase_functions)\\.(schema_migrations|migrations|buckets_vectors|vector_indexes)$';
    EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY CASCADE';
  END $$;
  SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
  DO $$ DECLARE view text; BEGIN
    FOR view IN SELECT oid::regclass FROM pg_class WHERE relkind = 'm' AND relispopulated ORDER BY oid LOOP
      EXECUTE 'REFRESH MATERIALIZED VIEW ' || view;
    END LOOP;
  END $$;
  ALTER TABLE IF EXISTS public.broken DROP CONSTRAINT positive;`;
