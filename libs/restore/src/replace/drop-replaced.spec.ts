import { restoreByHand } from '@stowbase/dump/testing';
import { diffFingerprints, fingerprint, unexplainedDifferences, type FixtureName } from '@stowbase/postgres/testing';
import { dropReplaced } from './drop-replaced';
import { keepers, kept, older } from './testing/older-state';
import { replaceTarget, type ReplaceTarget } from './testing/replace-target';

describe.each<FixtureName>(['plain', 'torture'])('replacing an older state of the %s fixture', (fixture) => {
  let on: ReplaceTarget;
  beforeAll(async () => {
    on = await replaceTarget(fixture);
    await on.client.query(older[fixture]);
    await on.client.query(keepers);
  }, 120_000);
  afterAll(() => on.stop());

  it('P-RESTORE-64 drops what the plan names and nothing else, and the archive goes in as into an empty database', async () => {
    const { client } = on;
    const before = await on.fingerprint();
    const plan = await on.plan();
    expect(plan.counts.conflict).toBe(0);
    const settings = 'SELECT name, setting FROM pg_catalog.pg_settings ORDER BY name';

    await client.query('BEGIN');
    const asSet = (await client.query(settings)).rows;
    await dropReplaced(client, plan);
    expect((await client.query(settings)).rows).toEqual(asSet);
    await client.query('COMMIT');

    const after = await on.fingerprint();
    // What stays has other rows or members, and routines that others call wait for the archive's body.
    const changed =
      /^(rows\|(auth|storage|supabase_functions)\.|publication\|supabase_realtime\||routine\|public\.(handle_new_user|nothing|on_user|user_event)\(\))/;
    expect(diffFingerprints(before, after, [changed]).added).toEqual([]);
    const own = /^(relation|type)\|(public|reports|private|authors|torture_owned)\./;
    expect(after.filter((line) => own.test(line) && !kept.test(line))).toEqual([]);
    expect(after.filter((line) => kept.test(line))).toEqual(before.filter((line) => kept.test(line)));
    expect(after.filter((line) => kept.test(line)).length).toBeGreaterThan(20);

    await restoreByHand(on.file, { target: on.target, user: 'postgres' });
    const restored = (await on.fingerprint()).filter((line) => !kept.test(line));
    const asInSource = await fingerprint(on.source.server.settings('supabase_admin', 'postgres'));
    expect(unexplainedDifferences(fixture, asInSource, restored)).toEqual({ missing: [], added: [] });
  }, 120_000);
});

describe('a target where something stands in the way of replacing', () => {
  let on: ReplaceTarget;
  beforeAll(async () => {
    on = await replaceTarget('plain');
    await on.client.query('CREATE SCHEMA keepers');
  }, 120_000);
  afterAll(() => on.stop());

  it.each<[string, string, string[]]>([
    [
      'a view on a table',
      'CREATE VIEW keepers.seen AS SELECT id FROM public.orders',
      ['view keepers.seen needs table public.orders'],
    ],
    [
      'a foreign key to a table',
      'CREATE TABLE keepers.of_customers (customer bigint REFERENCES public.customers)',
      ['table constraint of_customers_customer_fkey on keepers.of_customers needs table public.customers'],
    ],
    [
      'a column of a type, and a function of another',
      `CREATE TABLE keepers.states (state public.order_status);
       CREATE FUNCTION keepers.first_of(o public.orders) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'`,
      [
        'function keepers.first_of(public.orders) needs type public.orders',
        'table column keepers.states.state needs type public.order_status',
      ],
    ],
    [
      'a partition',
      `CREATE TABLE public."events of 2031" PARTITION OF public.events FOR VALUES FROM ('2031-01-01') TO ('2032-01-01')`,
      ['table public.events of 2031 is a partition that would go with its table'],
    ],
    [
      'a child',
      'CREATE TABLE keepers.child () INHERITS (public.notes)',
      ['table keepers.child needs table public.notes'],
    ],
    [
      'a view on a view and a table, named once',
      'CREATE VIEW keepers.both AS SELECT o.id, v.total FROM public.orders o JOIN public.order_overview v USING (id)',
      ['view keepers.both needs table public.orders, view public.order_overview'],
    ],
    [
      'a publication',
      'CREATE PUBLICATION keepers FOR TABLE public.orders, public.payments',
      ['publication keepers publishes table public.orders', 'publication keepers publishes table public.payments'],
    ],
    [
      'rows that refer to rows of the platform',
      `CREATE TABLE keepers.people (id uuid REFERENCES auth.users ON DELETE CASCADE);
       INSERT INTO keepers.people SELECT id FROM auth.users LIMIT 1`,
      ['rows of table keepers.people refer to rows of auth.users'],
    ],
  ])('P-RESTORE-65 names %s, and nothing is changed', async (_title, sql, texts) => {
    const { client } = on;
    const clean = await on.fingerprint();
    await client.query(sql);
    const before = await on.fingerprint();
    const plan = await on.plan();
    await client.query('BEGIN');
    const error: unknown = await dropReplaced(client, plan).catch((cause: unknown) => cause);
    await client.query('ROLLBACK');
    expect(error).toMatchObject({ code: 'REPLACE_BLOCKED', kind: 'conflict', detail: texts.join('\n') });
    expect((error as Error).message).toContain(texts[0]);
    expect(await on.fingerprint()).toEqual(before);

    await client.query(
      'DROP SCHEMA keepers CASCADE; DROP TABLE IF EXISTS public."events of 2031"; DROP PUBLICATION IF EXISTS keepers; CREATE SCHEMA keepers',
    );
    expect(await on.fingerprint()).toEqual(clean);
  });

  it.each([
    [
      'ALTER FUNCTION public.handle_new_user() OWNER TO',
      'routine public.handle_new_user() belongs to another role, and others call it',
    ],
    [
      'ALTER SCHEMA private OWNER TO supabase_admin; ALTER TABLE private.settings OWNER TO',
      'table private.settings belongs to another role',
    ],
  ])('P-RESTORE-65 names what belongs to another role: %s', async (alter, text) => {
    const { client, target } = on;
    const asAdmin = (sql: string): Promise<unknown> =>
      target.with('supabase_admin', 'postgres', (admin) => admin.query(sql));
    await asAdmin(`${alter} supabase_admin`);
    const plan = await on.plan();
    await client.query('BEGIN');
    const error: unknown = await dropReplaced(client, plan).catch((cause: unknown) => cause);
    await client.query('ROLLBACK');
    await asAdmin(`${alter.replace('supabase_admin', 'postgres')} postgres`);
    expect(error).toMatchObject({ code: 'REPLACE_BLOCKED', detail: text });
  });

  it('P-RESTORE-66 drops tables of another role in a schema of ours, more than fit into a statement, whose keys go round', async () => {
    const { client, target } = on;
    const plan = await on.plan();
    await target.with('supabase_admin', 'postgres', (admin) =>
      admin.query(`DO $$ BEGIN
        FOR i IN 0..129 LOOP EXECUTE format('CREATE TABLE keepers.t%s (id integer PRIMARY KEY, next integer)', i); END LOOP;
        FOR i IN 0..129 LOOP EXECUTE format('ALTER TABLE keepers.t%s ADD FOREIGN KEY (next) REFERENCES keepers.t%s', i, (i + 1) % 130); END LOOP;
      END $$`),
    );
    const items = Array.from({ length: 130 }, (_, number) => ({
      ...{ action: 'replace' as const, type: 'table', name: `keepers.t${number}`, reason: null },
      key: JSON.stringify(['relation', 'keepers', `t${number}`]),
    }));
    await client.query('BEGIN');
    await dropReplaced(client, { ...plan, items });
    await client.query('COMMIT');
    const { rows } = await client.query(`SELECT relname FROM pg_class WHERE relnamespace = 'keepers'::regnamespace`);
    expect(rows).toEqual([]);
  });

  it('P-RESTORE-66 takes a cron job out of the schedule', async () => {
    const { client } = on;
    const jobs = async (): Promise<unknown[]> =>
      (await client.query<{ name: string }>('SELECT jobname AS name FROM cron.job ORDER BY 1')).rows.map(
        ({ name }) => name,
      );
    const plan = await on.plan();
    const key = '["cron job","close-day"]';
    const items = [{ action: 'replace' as const, type: 'cron job', name: 'close-day', key, reason: null }];
    await client.query('BEGIN');
    const before = await jobs();
    await dropReplaced(client, { ...plan, items });
    const after = await jobs();
    await client.query('ROLLBACK');
    expect([before, after]).toEqual([['close-day', 'refresh "reports"'], ['refresh "reports"']]);
  });

  it('P-RESTORE-65 lets rows be that refer to nothing, and drops nothing without being told', async () => {
    const { client } = on;
    await client.query(
      'CREATE TABLE keepers.people (id uuid REFERENCES auth.users); INSERT INTO keepers.people VALUES (NULL)',
    );
    const plan = await on.plan();
    await client.query('BEGIN');
    await dropReplaced(client, plan);
    await client.query('ROLLBACK');

    const before = await on.fingerprint();
    await client.query('BEGIN');
    await dropReplaced(client, { ...plan, items: plan.items.filter(({ action }) => action !== 'replace') });
    await client.query('COMMIT');
    expect(await on.fingerprint()).toEqual(before);
  });
});
