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
    expect(await target.restore('data')).toMatchObject({ skipped: [], different: [] });
    const { missing, added } = await target.differences();
    expect(added).toEqual([]);
    // Its own rows break it: no row comes back while it is there, and it goes with `emptied`.
    expect(missing.filter((line) => !line.startsWith('constraint|public.broken positive|'))).toEqual([]);
  });

  it('P-RESTORE-36 one part after the other is the whole', async () => {
    const { target, server } = await restores.freshTarget();
    // Rows that break a constraint which is NOT VALID only come in before it.
    const parts =
      fixture === 'plain'
        ? [['roles'], ['schema'], ['data'], ['history']]
        : [['roles'], ['schema', 'data'], ['history']];
    try {
      for (const part of parts) {
        expect(await target.restore(...part)).toMatchObject({ skipped: [], different: [] });
      }
      const differences = unexplainedDifferences(fixture, await restores.source(), await target.fingerprint());
      expect(differences).toEqual({ missing: [], added: [] });
    } finally {
      await server.stop();
    }
  });
});

describe('definitions without the roles that they name', () => {
  it('P-RESTORE-34 are open to nobody more than at the source, and what is left out is said', async () => {
    const shop = await SelectedRestores.of('plain');
    const { target, server } = await shop.freshTarget();
    try {
      const run = await target.restore('schema');
      expect(new Set(run.skipped.map((reason) => reason.replace(/^.*: (roles? )/, '$1')))).toEqual(
        new Set([
          'role shop_owner is not on the target.',
          'role shop_reader is not on the target.',
          'role shop_writer is not on the target.',
        ]),
      );
      const access = /^(policy|relation|sequence)\|(public|private|reports)\./;
      const [source, here] = [await shop.source(), await target.fingerprint()];
      const grantsOf = (lines: readonly string[]): Set<string> =>
        new Set(
          lines
            .filter((line) => access.test(line))
            .flatMap((line) => {
              const [kind, object, facts = ''] = line.split('|');
              if (kind === 'policy') return [`${object} ${/permissive/.test(facts)}`];
              return [...facts.matchAll(/(anon|authenticated|service_role|PUBLIC)=[A-Z]+/g)].map(
                ([grant]) => `${object} ${grant}`,
              );
            }),
        );
      const allowed = grantsOf(source);
      expect([...grantsOf(here)].filter((grant) => !allowed.has(grant))).toEqual([]);
      expect(grantsOf(here).size).toBeGreaterThan(50);
    } finally {
      await server.stop();
      await shop.stop();
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
