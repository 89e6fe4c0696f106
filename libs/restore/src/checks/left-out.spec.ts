import { parseStatement, type StatementInfo } from '@stowbase/sql-stream';
import type { Comparison } from '../report';
import { runAsItIs, type Decision, type RestoreScript } from '../script/restore-script';
import { statementsOf } from '../selection/member-statements';
import { restoredByHand, type RestoredByHand } from './testing/restored-by-hand';

/** What a script left out is named as such, never as a difference: the target is as if those statements had not been run. */
describe('what was left out', () => {
  let restored: RestoredByHand;
  beforeAll(async () => {
    restored = await restoredByHand('plain', 'supabase');
  }, 120_000);
  afterAll(() => restored.stop());

  const leavingOut = (
    decide: (info: StatementInfo) => Extract<Decision, { do: 'skip' }> | null,
    change: Partial<RestoreScript> = {},
  ): RestoreScript => ({
    ...restored.script,
    decide: (part) => decide(parseStatement(part.text)) ?? runAsItIs(part),
    ...change,
  });
  const notEqual = (comparisons: readonly Comparison[]): unknown[] =>
    comparisons
      .filter(({ status }) => status !== 'equal')
      .map(({ what, status, differences }) => [what, status, differences]);

  it.each<[string, (info: StatementInfo) => boolean, string, string, string]>([
    [
      'a policy whose role is missing',
      ({ verb, name }) => verb === 'CREATE' && name === 'orders_reader',
      'DROP POLICY orders_reader ON public.orders',
      'policies',
      'policy public.orders.orders_reader: no role',
    ],
    [
      'a grant to a role that is missing',
      ({ verb, name, grantees }) => verb === 'GRANT' && name === 'revenue' && grantees.includes('shop_reader'),
      'REVOKE SELECT ON reports.revenue FROM shop_reader',
      'privileges',
      'GRANT on table reports.revenue to shop_reader: no role',
    ],
    [
      'a foreign key',
      ({ part }) => part === 'payments_order_id_fkey',
      'ALTER TABLE public.payments DROP CONSTRAINT payments_order_id_fkey',
      'foreign_keys',
      'constraint public.payments.payments_order_id_fkey: no role',
    ],
    [
      'a trigger',
      ({ verb, name }) => verb === 'CREATE' && name === 'orders_audit',
      'DROP TRIGGER orders_audit ON public.orders',
      'triggers',
      'trigger public.orders.orders_audit: no role',
    ],
    [
      'a function',
      ({ verb, name }) => verb !== 'ALTER' && name === 'is_cheap',
      'DROP FUNCTION public.is_cheap(public.articles)',
      'objects',
      'routine public.is_cheap("a" "public"."articles"): no role',
    ],
    [
      'an owner',
      ({ action, name }) => action === 'OWNER TO' && name === 'countries',
      'SELECT 1',
      'owners',
      'owner of table public.countries: no role',
    ],
    [
      'default privileges',
      ({ objectType, schema }) => objectType === 'DEFAULT PRIVILEGES' && schema === 'reports',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA reports REVOKE SELECT ON TABLES FROM shop_reader',
      'default_privileges',
      'default privileges of postgres: no role',
    ],
  ])('P-RESTORE-63 %s is named, and is no difference', async (_title, isLeftOut, sql, what, text) => {
    const script = leavingOut((info) => (isLeftOut(info) ? { do: 'skip', reason: 'no role' } : null));
    const found = notEqual(await restored.compareAfter(sql, { script }));
    expect(found.filter((one) => JSON.stringify(one).includes('"different"'))).toEqual([]);
    expect(found).toContainEqual([what, 'not-portable', expect.arrayContaining([text])]);
  });

  it('P-RESTORE-63 a table whose extension is missing is named with all that belongs to it, and is no difference', async () => {
    const script = leavingOut(({ name }) => (name === 'notes' ? { do: 'skip', reason: 'no extension' } : null));
    const rows = new Map([...restored.counts.rows].filter(([key]) => !key.includes('"notes"')));
    const found = await restored.compareAfter('DROP TABLE public.notes', {
      script,
      counts: { ...restored.counts, rows },
    });
    expect(notEqual(found)).toEqual([
      ['rows', 'not-portable', ['public.notes: its 5 rows were not restored: no extension']],
      ['objects', 'not-portable', ['relation public.notes: no extension']],
      ['row_security', 'not-portable', ['enable row level security table public.notes: no extension']],
      [
        'privileges',
        'not-portable',
        ['anon', 'authenticated', 'service_role'].map((role) => `GRANT on table public.notes to ${role}: no extension`),
      ],
      ['owners', 'not-portable', ['owner of table public.notes: no extension']],
    ]);
  });

  it('P-RESTORE-63 rows are named with their reason', async () => {
    const script = leavingOut(({ verb, name }) =>
      verb === 'COPY' && name === 'orders' ? { do: 'skip', reason: 'its type is missing' } : null,
    );
    const rows = new Map([...restored.counts.rows].filter(([key]) => !key.includes('"orders"')));
    const comparisons = await restored.compare({ script, counts: { ...restored.counts, rows } });
    expect(notEqual(comparisons)).toEqual([
      ['rows', 'not-portable', ['public.orders: its 400 rows were not restored: its type is missing']],
    ]);
  });

  it('P-RESTORE-63 what the server refused for want of a right while the restore went on is named too', async () => {
    for (const member of restored.archive.members) {
      for await (const { part, index } of statementsOf(restored.archive, member)) {
        if (!part.text.includes('CREATE POLICY "orders_reader"')) continue;
        const skipped = [{ member: member.name, statement: index + 1, text: 'CREATE POLICY', reason: 'no right' }];
        const comparisons = await restored.compareAfter('DROP POLICY orders_reader ON public.orders', {
          counts: { ...restored.counts, skipped },
        });
        expect(notEqual(comparisons)).toEqual([
          ['policies', 'not-portable', ['policy public.orders.orders_reader: no right']],
        ]);
      }
    }
    expect.hasAssertions();
  });

  it('P-RESTORE-63 what is there all the same is equal, and what nobody asked for is not looked at', async () => {
    const there = leavingOut(({ verb, objectType }) =>
      verb === 'CREATE' && objectType === 'SCHEMA' ? { do: 'skip', reason: 'It is there already.' } : null,
    );
    expect(notEqual(await restored.compare({ script: there }))).toEqual([]);

    const onlyRoles = leavingOut(() => ({ do: 'skip', reason: 'not asked for', unasked: true }), { tables: [] });
    const nothing = await restored.compareAfter('DROP TABLE public.notes', { script: onlyRoles });
    expect(notEqual(nothing)).toEqual([]);
    expect(nothing.find(({ what }) => what === 'rows')).toBeUndefined();
  });

  it('P-RESTORE-63 a table under another name is looked for under that name', async () => {
    const from = { schema: 'public', name: 'countries' };
    const to = { schema: 'private', name: 'lands' };
    const rows = new Map([[JSON.stringify(['private', 'lands']), 3]]);
    const script = leavingOut(() => ({ do: 'skip', reason: 'not asked for', unasked: true }), {
      tables: [{ from, to, rows: 4 }],
    });
    const comparisons = await restored.compare({ script, counts: { ...restored.counts, rows } });
    expect(notEqual(comparisons)).toEqual([['rows', 'different', ['private.lands: 3 of 4 rows arrived']]]);
  });
});
