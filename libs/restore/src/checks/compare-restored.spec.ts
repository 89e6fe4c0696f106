import { connect } from '@stowbase/postgres';
import { RestoreError } from '../errors';
import type { Comparison } from '../report';
import { tableKey } from '../table-name';
import { refuseDifferences } from './refuse-differences';
import { restoredByHand, type RestoredByHand } from './testing/restored-by-hand';

const kinds = ['supabase', 'plain'] as const;
const cases = (['plain', 'torture'] as const).flatMap((fixture) => kinds.map((kind) => ({ fixture, kind })));

describe.each(cases)('the $fixture fixture, restored into a target of the kind "$kind"', ({ fixture, kind }) => {
  let restored: RestoredByHand;
  beforeAll(async () => {
    restored = await restoredByHand(fixture, kind);
  }, 120_000);
  afterAll(() => restored.stop());

  it('P-RESTORE-60 is equal in everything', async () => {
    const comparisons = await restored.compare();
    const notEqual = comparisons.filter(({ status }) => status !== 'equal');
    expect(notEqual.map(({ what, status }) => `${what} ${status}`)).toEqual(
      kind === 'plain' ? ['objects not-portable'] : [],
    );
    // pg_cron runs jobs as their role, and the role postgres is made without LOGIN.
    for (const text of notEqual[0]?.differences ?? []) expect(text).toMatch(/^cron job .* could not be made here$/);
    expect(() => refuseDifferences(comparisons)).not.toThrow();
    const checked = new Map(comparisons.map((one) => [one.what, one.checked]));
    expect([...checked.keys()]).toEqual([
      ...(kind === 'plain' ? ['superuser'] : []),
      ...['rows', 'objects', 'sequences', 'foreign_keys', 'row_security', 'policies', 'triggers'],
      ...['privileges', 'default_privileges', 'extra_privileges', 'materialized_views'],
    ]);
    expect(checked.get('rows')).toBe(fixture === 'plain' ? 36 : 73);
    expect(checked.get('foreign_keys')).toBeGreaterThanOrEqual(8);
    expect(checked.get('privileges')).toBeGreaterThanOrEqual(50);
  });

  it('P-RESTORE-60 is compared without leaving a trace on the connection', async () => {
    const settings = 'SELECT name, setting FROM pg_catalog.pg_settings ORDER BY name';
    const before = (await restored.client.query(settings)).rows;
    await restored.client.query('BEGIN');
    await restored.compare();
    expect(restored.client.getTransactionStatus()).toBe('T');
    expect((await restored.client.query(settings)).rows).toEqual(before);
    await restored.client.query('COMMIT');
    await restored.compare();
    expect(restored.client.getTransactionStatus()).toBe('I');
    expect((await restored.client.query(settings)).rows).toEqual(before);
  });
});

describe('a restore into a plain PostgreSQL', () => {
  it('P-RESTORE-62 notices that its superuser is none any more', async () => {
    const restored = await restoredByHand('plain', 'plain');
    try {
      for (const [sql, difference] of [
        ['ALTER ROLE dba NOSUPERUSER', 'dba is no superuser any more'],
        ['ALTER ROLE dba NOLOGIN', 'dba may not log in any more'],
      ] as const) {
        const comparisons = await restored.compareAfter(sql);
        expect(comparisons.find(({ what }) => what === 'superuser')).toMatchObject({ differences: [difference] });
        expect(refusalOf(comparisons)).toMatchObject({ code: 'RESTORE_DIFFERENT', detail: difference });
      }
    } finally {
      await restored.stop();
    }
  }, 120_000);
});

function refusalOf(comparisons: readonly Comparison[]): RestoreError | undefined {
  try {
    refuseDifferences(comparisons);
    return undefined;
  } catch (error) {
    if (error instanceof RestoreError) return error;
    throw error;
  }
}

interface Sabotage {
  readonly title: string;
  readonly sql: string;
  readonly what: string;
  readonly difference: string;
  /** What the comparison does: takes the restore back, reports a difference, or says that it could not be here. */
  readonly then: 'refused' | 'reported' | 'not-portable';
}

const sabotages: readonly Sabotage[] = [
  {
    title: 'rows of a table that was there before are gone',
    sql: 'DELETE FROM storage.objects WHERE id IN (SELECT id FROM storage.objects LIMIT 2)',
    what: 'rows',
    difference: 'storage.objects: 38 of 40 rows are there',
    then: 'refused',
  },
  {
    title: 'a table is missing',
    sql: 'DROP TABLE public.notes',
    what: 'objects',
    difference: 'relation public.notes is missing',
    then: 'refused',
  },
  {
    title: 'a function is missing',
    sql: 'DROP FUNCTION public.is_cheap(public.articles)',
    what: 'objects',
    difference: 'routine public.is_cheap("a" "public"."articles") is missing',
    then: 'refused',
  },
  {
    title: 'a sequence stands elsewhere',
    sql: 'ALTER SEQUENCE public.invoice_number RESTART WITH 1001',
    what: 'sequences',
    difference: 'public.invoice_number stands at 1001 (not used yet), at the source at 1007',
    then: 'reported',
  },
  {
    title: 'a foreign key is missing',
    sql: 'ALTER TABLE public.payments DROP CONSTRAINT payments_order_id_fkey',
    what: 'foreign_keys',
    difference: 'constraint public.payments.payments_order_id_fkey is missing',
    then: 'refused',
  },
  {
    title: 'a foreign key was not checked against the rows',
    sql: `ALTER TABLE public.payments DROP CONSTRAINT payments_order_id_fkey;
          ALTER TABLE public.payments ADD CONSTRAINT payments_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders (id) NOT VALID`,
    what: 'foreign_keys',
    difference: 'constraint public.payments.payments_order_id_fkey is not checked against its rows',
    then: 'refused',
  },
  {
    title: 'row security is off',
    sql: 'ALTER TABLE public.profiles DISABLE ROW LEVEL SECURITY',
    what: 'row_security',
    difference: 'relation public.profiles has row security off',
    then: 'refused',
  },
  {
    title: 'row security is on where it was off',
    sql: 'ALTER TABLE public.payments ENABLE ROW LEVEL SECURITY',
    what: 'row_security_added',
    difference: 'relation public.payments has row security on, at the source it was off',
    then: 'reported',
  },
  {
    title: 'a policy is missing',
    sql: 'DROP POLICY orders_reader ON public.orders',
    what: 'policies',
    difference: 'policy public.orders.orders_reader is missing',
    then: 'refused',
  },
  {
    title: 'a policy is for everyone instead of two roles',
    sql: 'ALTER POLICY orders_reader ON public.orders TO PUBLIC',
    what: 'policies',
    difference: 'policy public.orders.orders_reader is for PUBLIC, at the source for authenticated, shop_reader',
    then: 'refused',
  },
  {
    title: 'a table has a policy more',
    sql: 'CREATE POLICY sneaky ON public.orders USING (true)',
    what: 'policies',
    difference: 'policy public.orders.sneaky is there, at the source it was not',
    then: 'refused',
  },
  {
    title: "a policy on a table of the platform's could not be made",
    sql: 'DROP POLICY "Own folder" ON storage.objects',
    what: 'policies',
    difference: 'policy storage.objects.Own folder could not be made here',
    then: 'not-portable',
  },
  {
    title: 'a trigger is missing',
    sql: 'DROP TRIGGER orders_audit ON public.orders',
    what: 'triggers',
    difference: 'trigger public.orders.orders_audit is missing',
    then: 'reported',
  },
  {
    title: 'a trigger is disabled',
    sql: 'ALTER TABLE public.articles DISABLE TRIGGER articles_search',
    what: 'triggers',
    difference: 'trigger public.articles.articles_search is disabled, at the source it fires always',
    then: 'reported',
  },
  {
    title: 'a privilege is missing',
    sql: 'REVOKE INSERT, DELETE ON public.articles FROM anon',
    what: 'privileges',
    difference: 'relation public.articles: anon lacks INSERT, DELETE',
    then: 'reported',
  },
  {
    title: 'the right to pass a privilege on is missing',
    sql: 'REVOKE GRANT OPTION FOR SELECT ON public.customers FROM shop_reader',
    what: 'privileges',
    difference: 'relation public.customers: shop_reader lacks SELECT WITH GRANT OPTION',
    then: 'reported',
  },
  {
    title: 'somebody may read a table who could not',
    sql: 'GRANT SELECT ON public.payments TO anon',
    what: 'extra_privileges',
    difference: 'relation public.payments: anon has SELECT, at the source it had not',
    then: 'refused',
  },
  {
    title: 'somebody may read a column who could not',
    sql: 'GRANT SELECT (id) ON public.payments TO anon',
    what: 'extra_privileges',
    difference: 'column public.payments.id: anon has SELECT, at the source it had not',
    then: 'refused',
  },
  {
    title: 'everyone may run a function that only one role could',
    sql: 'GRANT EXECUTE ON FUNCTION public.admin_only() TO PUBLIC',
    what: 'extra_privileges',
    difference: 'routine public.admin_only(): PUBLIC has EXECUTE, at the source it had not',
    then: 'refused',
  },
  {
    title: 'everyone may make objects in a schema',
    sql: 'GRANT CREATE ON SCHEMA reports TO PUBLIC',
    what: 'extra_privileges',
    difference: 'schema reports: PUBLIC has CREATE, at the source it had not',
    then: 'refused',
  },
  {
    title: 'somebody may use an identity sequence who could not',
    sql: 'GRANT UPDATE ON SEQUENCE public.orders_id_seq TO shop_reader',
    what: 'extra_privileges',
    difference: 'relation public.orders_id_seq: shop_reader has UPDATE, at the source it had not',
    then: 'refused',
  },
  {
    title: 'what will be made later is open to somebody',
    sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO shop_reader',
    what: 'extra_privileges',
    difference:
      'default privileges of postgres on a routine in schema public: shop_reader has EXECUTE, at the source it had not',
    then: 'refused',
  },
  {
    title: 'what will be made in another schema is open to somebody',
    sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA private GRANT SELECT ON TABLES TO shop_reader',
    what: 'extra_privileges',
    difference:
      'default privileges of postgres on a table in schema private: shop_reader has SELECT, at the source it had not',
    then: 'refused',
  },
  {
    title: 'a default privilege is missing',
    sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA reports REVOKE SELECT ON TABLES FROM shop_reader',
    what: 'default_privileges',
    difference: 'default privileges of postgres on a table in schema reports: shop_reader lacks SELECT',
    then: 'reported',
  },
  {
    title: 'a materialized view is empty',
    sql: 'REFRESH MATERIALIZED VIEW reports.best_month WITH NO DATA',
    what: 'materialized_views',
    difference: `materialized view "reports"."best_month" was not refreshed and can't be read`,
    then: 'not-portable',
  },
];

describe('what a comparison names', () => {
  let restored: RestoredByHand;
  beforeAll(async () => {
    restored = await restoredByHand('plain', 'supabase');
  }, 120_000);
  afterAll(() => restored.stop());

  it.each(sabotages)('P-RESTORE-61 $title: $then', async ({ sql, what, difference, then }) => {
    const comparisons = await restored.compareAfter(sql);
    const status = then === 'not-portable' ? 'not-portable' : 'different';
    const found = comparisons.filter((one) => one.status !== 'equal');
    expect(found).toMatchObject([{ what, status, differences: [difference] }]);
    if (then === 'refused') {
      const code = what === 'rows' ? 'ROWS_MISSING' : 'RESTORE_DIFFERENT';
      expect(refusalOf(comparisons)).toMatchObject({ code, detail: difference });
      expect(refusalOf(comparisons)?.message).toContain(difference);
    } else expect(() => refuseDifferences(comparisons)).not.toThrow();
  });

  it('P-RESTORE-61 all of them, when there are several', async () => {
    const comparisons = await restored.compareAfter(
      'GRANT SELECT ON public.payments, public.categories TO shop_writer; DROP POLICY orders_reader ON public.orders; DROP TABLE public.notes',
    );
    const error = refusalOf(comparisons);
    expect(error).toMatchObject({ code: 'RESTORE_DIFFERENT', kind: 'different' });
    expect(error?.detail?.split('\n').sort()).toEqual([
      'policy public.orders.orders_reader is missing',
      'relation public.categories: shop_writer has SELECT, at the source it had not',
      'relation public.notes is missing',
      'relation public.payments: shop_writer has SELECT, at the source it had not',
    ]);
    expect(error?.message).toContain('(and 3 more)');
  });

  it('P-RESTORE-61 what a role may not read, instead of guessing', async () => {
    const { target } = restored;
    await target.with('supabase_admin', 'postgres', (admin) => admin.query(`CREATE ROLE nobody LOGIN PASSWORD 'x'`));
    target.passwords.set('nobody', 'x');
    const client = await connect(target.settings('nobody', 'postgres'));
    const comparisons = await restored.compare({ client });
    await client.end();
    expect(comparisons.filter(({ status }) => status === 'different')).toEqual([]);
    const unread = comparisons.filter(({ what }) => what === 'rows' || what === 'sequences');
    expect(unread.map(({ status }) => status)).toEqual(['not-portable', 'not-portable']);
    const texts = unread.flatMap(({ differences }) => differences);
    expect(texts).toContain("auth.users: its rows can't be counted with the rights of postgres");
    expect(texts).toContain("public.orders_id_seq can't be read with the rights of postgres");
  });

  it('P-RESTORE-61 an error of the server in plain words, and the transaction is the caller’s to end', async () => {
    await restored.client.query('BEGIN');
    await restored.client.query('SELECT 1 / 0').catch(() => undefined);
    await expect(restored.compare()).rejects.toMatchObject({
      name: 'PostgresError',
      nextStep: expect.any(String) as string,
    });
    await restored.client.query('ROLLBACK');
  });

  it('P-RESTORE-61 rows that did not arrive', async () => {
    const rows = new Map(restored.counts.rows).set(tableKey({ schema: 'public', name: 'orders' }), 7);
    rows.delete(tableKey({ schema: 'public', name: 'notes' }));
    const comparisons = await restored.compare({ counts: { ...restored.counts, rows } });
    expect(comparisons.filter(({ status }) => status !== 'equal')).toMatchObject([
      {
        what: 'rows',
        status: 'different',
        differences: ['public.notes: none of 5 rows arrived', 'public.orders: 7 of 400 rows arrived'],
      },
    ]);
  });
});
