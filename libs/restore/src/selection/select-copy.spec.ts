import { jest } from '@jest/globals';
import { withoutGrantors } from '@stowbase/postgres/testing';
import { SelectedRestores } from './testing/selected-restore';
import { underOtherNames } from './testing/under-other-names';

jest.setTimeout(60_000);

describe('a table of the shop under another name', () => {
  let shop: SelectedRestores;
  beforeAll(async () => {
    shop = await SelectedRestores.of('plain');
  });
  afterAll(() => shop.stop());

  it.each<[from: string, to: string, names: [string, string][], leftOut: string[]]>([
    ['public.payments', 'public.payments_before', [['payments', 'payments_before']], []],
    [
      'public.categories',
      'public.kategorien',
      [
        ['public.categories', 'public.kategorien'],
        ['categories_', 'kategorien_'],
      ],
      [],
    ],
    ['public.profiles', 'private.profiles', [['public.profiles', 'private.profiles']], []],
    [
      'public.customers',
      'public.clients',
      [['customers', 'clients']],
      ['The copy is not published: shop_changes has the table itself.'],
    ],
    [
      'public.orders',
      'private.o',
      [
        ['public.orders', 'private.o'],
        ['orders_pkey', 'o_pkey'],
        ['orders_customer_fkey', 'o_customer_fkey'],
      ],
      [
        'The trigger orders_audit is left out: it would run on the copy too.',
        'The copy is not published: supabase_realtime has the table itself.',
      ],
    ],
    [
      'public.articles',
      'public.ware',
      [['articles', 'ware']],
      [
        'The trigger articles_search is left out: it would run on the copy too.',
        'The copy is not published: shop_changes has the table itself.',
      ],
    ],
    [
      'public.events',
      'public.log',
      [['events', 'log']],
      [
        'The trigger events_noop is left out: it would run on the copy too.',
        'The copy is not published: supabase_realtime has the table itself.',
      ],
    ],
    ['private.audit', 'public.audit', [['private.audit', 'public.audit']], []],
    [
      'public."Order Archive"',
      'public.archive',
      [
        ['"Order Archive"', 'archive'],
        ['"Order Archive_pkey"', 'archive_pkey'],
      ],
      [],
    ],
  ])('P-RESTORE-32 %s as %s stands beside the original and has all of its own', async (from, to, names, leftOut) => {
    const target = await shop.database();
    const before = await shop.before(target);
    const run = await target.restore(`table:${from}=>${to}`);
    expect(run).toMatchObject({ skipped: leftOut, warnings: [], different: [] });
    const { missing, added } = await target.differences();
    expect({ missing, added: added.sort() }).toEqual({ missing: [], added: underOtherNames(before, from, names) });
  });
});

describe('an odd table under another name', () => {
  let odd: SelectedRestores;
  beforeAll(async () => {
    odd = await SelectedRestores.of('torture');
  });
  afterAll(() => odd.stop());

  it.each<[from: string, to: string, names: [string, string][], leftOut: number]>([
    [
      'public.serials',
      'public.serien',
      [
        ['serials', 'serien'],
        ['public.owned_elsewhere', 'public.serien_owned_elsewhere'],
      ],
      0,
    ],
    [
      'public.identities',
      'public.identitäten',
      [
        ['public."odd identity; seq"', 'public."identitäten_odd identity; seq"'],
        ...['named_like_a_table', 'b_seq', 'c_seq'].map(quoted('identities_', 'identitäten_')),
        ['public.identities', 'public."identitäten"'],
      ],
      0,
    ],
    [
      'public.bookings',
      'pgx.b',
      [
        ['public.bookings', 'pgx.b'],
        ['public.no_overlap', 'pgx.b_no_overlap'],
        [' no_overlap', ' b_no_overlap'],
      ],
      0,
    ],
    [
      'public.stored',
      '"a.b"."sto red"',
      [
        ['public."odd; statistics"', '"a.b"."sto red_odd; statistics"'],
        ...['identity', 'expression', 'all'].map(quoted('public.stored_', '"a.b"."sto red_')),
        ...['identity', 'expression'].map(quoted('INDEX stored_', 'INDEX "sto red_')),
        ['public.stored', '"a.b"."sto red"'],
        ['stored.b', '"sto red".b'],
      ],
      5,
    ],
    [
      'public.broken',
      `public.${'x'.repeat(63)}`,
      [
        ['broken_unique', `${'x'.repeat(56)}_unique`],
        ['public.nulls_equal', 'public.nulls_equal'],
        ['nulls_equal', `${'x'.repeat(51)}_nulls_equal`],
        ['public.broken', `public.${'x'.repeat(63)}`],
      ],
      1,
    ],
    [
      `"Odd ""Schema"""."Table ""quoted"" it's; -- x"`,
      'public.even',
      [
        [`"Odd ""Schema"""."Table ""quoted"" it's; -- x_pkey"`, 'public.even_pkey'],
        [`"Odd ""Schema"""."Table ""quoted"" it's; -- x"`, 'public.even'],
        [`"Table ""quoted"" it's; -- x_pkey"`, 'even_pkey'],
      ],
      0,
    ],
    ['public.cycle_a', 'public.ring', [['cycle_a', 'ring']], 1],
    ['public.typed', 'public.typed2', [['typed', 'typed2']], 0],
    ['public.unlogged_table', 'public.logged', [['unlogged_table', 'logged']], 0],
    ['public.only_generated', 'public.og', [['only_generated', 'og']], 0],
    ['public.no_columns_at_all', 'public.nothing_in_it', [['no_columns_at_all', 'nothing_in_it']], 0],
    ['public.far_table', 'public.near_table', [['far_table', 'near_table']], 0],
    ['public.empty_table_2', 'public.empty_table_3', [['empty_table_2', 'empty_table_3']], 3],
  ])('P-RESTORE-32 %s as %s', async (from, to, names, leftOut) => {
    const target = await odd.database();
    const before = await odd.before(target);
    const run = await target.restore(`table:${from}=>${to}`);
    expect(run).toMatchObject({ warnings: [], different: [] });
    expect(run.skipped).toHaveLength(leftOut);
    const { missing, added } = await target.differences();
    const expected = withoutGrantors(underOtherNames(before, from, names));
    expect({ missing, added: withoutGrantors(added) }).toEqual({ missing: [], added: expected });
  });

  it('P-RESTORE-32 a partitioned table brings its partitions from all schemas', async () => {
    const target = await odd.database();
    const before = await odd.before(target);
    const run = await target.restore('table:public.parts=>public.regions');
    expect(run.warnings).toEqual([]);
    expect(run.skipped).toEqual([
      'The trigger on_parts is left out: it would run on the copy too.',
      'The copy is not published: pub_parts has the table itself.',
    ]);
    const names: [string, string][] = [
      ['parts; elsewhere', '@ elsewhere'],
      ['authors.', 'public.'],
      ['parts', 'regions'],
      ['@', 'regions_parts;'],
    ];
    const expected = ['public.parts', 'authors."parts; elsewhere"'].flatMap((table) =>
      underOtherNames(
        before.filter((line) => !/public\.parts_(empty|expr|gone)/.test(line)),
        table,
        names,
      ),
    );
    const { missing, added } = await target.differences();
    expect({ missing, added: added.sort() }).toEqual({ missing: [], added: expected.sort() });
  });

  it('P-RESTORE-32 a child by inheritance is a table of its own, so that its rows do not show twice', async () => {
    const target = await odd.database();
    const [{ rows } = { rows: '' }] = await target.sql('SELECT count(*) AS rows FROM public.parent_a');
    await target.restore('table:public.child=>public.kid');
    const counts = 'SELECT (SELECT count(*) FROM public.parent_a) AS parent, (SELECT count(*) FROM public.kid) AS kid';
    expect(await target.sql(counts)).toEqual([{ parent: rows, kid: '1' }]);
    const { missing, added } = await target.differences();
    expect(missing).toEqual([]);
    expect(added.find((line) => line.startsWith('relation|'))).not.toContain('parents');
    expect(added.filter((line) => /^(column|constraint)\|/.test(line))).toHaveLength(5);
  });

  it('P-RESTORE-32 users of the platform come back as a table of your own', async () => {
    const target = await odd.database();
    const run = await target.restore('table:auth.users=>public.users_then');
    expect(run).toMatchObject({ rows: { 'public.users_then': 6 }, warnings: [] });
    expect(run.skipped).toEqual(['It belongs to whoever restores it: supabase_auth_admin is a role of the platform.']);
    const { missing, added } = await target.differences();
    expect(missing).toEqual([]);
    expect(added.find((line) => line.startsWith('relation|'))).toMatch(/owner postgres; .*row security/);
  });
});

/** Pairs for names whose new form needs quotes: `from_x` and `"to_x"`. */
function quoted(from: string, to: string): (part: string) => [string, string] {
  return (part) => [`${from}${part}`, `${to.startsWith('"') || to.includes(' "') ? '' : '"'}${to}${part}"`];
}
