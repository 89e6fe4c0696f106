import { jest } from '@jest/globals';
import { SelectedRestores } from './testing/selected-restore';

jest.setTimeout(60_000);

describe('one table of a shop that lost it', () => {
  let shop: SelectedRestores;
  beforeAll(async () => {
    shop = await SelectedRestores.of('plain');
  });
  afterAll(() => shop.stop());

  it.each([
    'public.payments',
    'public.order_lines',
    'public.wishlist',
    'public.notes',
    'public.events',
    'public.profiles',
    'public.countries',
    'public."Order Archive"',
    'public.empty_table',
    'private.audit',
    'reports.daily',
  ])('P-RESTORE-31 %s comes back as it was, with all that belongs to it', async (table) => {
    const target = await shop.database(`DROP TABLE ${table}`);
    const run = await target.restore(`table:${table}`);
    expect(run).toMatchObject({ skipped: [], warnings: [], different: [] });
    expect(await target.differences()).toEqual({ missing: [], added: [] });
  });

  it.each<[string, RegExp]>([
    ['public.categories', /^constraint\|public\.articles articles_category_fkey\|/],
    ['public.articles', /^constraint\|public\.(order_lines|wishlist) |^routine\|public\.is_cheap\(/],
    [
      'public.customers',
      /^constraint\|public\.(orders|wishlist) |^\w+\|(view )?(public\.order_overview|reports\.late_orders)\b/,
    ],
    [
      'public.orders',
      /^constraint\|public\.(customers|order_lines|payments) |^\w+\|((materialized )?view )?(public\.order_overview|reports\.(late_orders|revenue|best_month|not_yet))|^comment\|.* customers_favourite_fk /,
    ],
  ])('P-RESTORE-31 %s comes back as it was, without what others had hung on it', async (table, ofOthers) => {
    const target = await shop.database(`DROP TABLE ${table} CASCADE`);
    const run = await target.restore(`table:${table}`);
    expect(run).toMatchObject({ skipped: [], warnings: [], different: [] });
    const { missing, added } = await target.differences();
    expect(added).toEqual([]);
    expect(missing.filter((line) => !ofOthers.test(line))).toEqual([]);
    expect(missing.length).toBeGreaterThan(0);
  });

  it('P-RESTORE-31 tables that lean on each other come back in one restore', async () => {
    const lost = ['public.orders', 'public.order_lines', 'public.customers', 'public.payments', 'public.wishlist'];
    const target = await shop.database(`DROP TABLE ${lost.join()} CASCADE`);
    const run = await target.restore(...lost.map((table) => `table:${table}`));
    expect(run).toMatchObject({ skipped: [], warnings: [], different: [] });
    const { missing, added } = await target.differences();
    expect(added).toEqual([]);
    expect(
      missing.filter((line) => !/\|((materialized )?view )?(public\.order_overview|reports\.)/.test(line)),
    ).toEqual([]);
  });
});

const withNothingOnThem = [
  'public.serials',
  'public.identities',
  'public.broken',
  'public.bookings',
  'public.typed',
  'public.only_generated',
  'public.no_columns_at_all',
  'public.unlogged_table',
  'public.odd_pairs',
  'public.attachments',
  'public.points_to_parts',
  'public.late_child',
  'public.grandchild',
  'public.part_fk',
  'public.parts_expr',
  'public.empty_table_2',
  'pgmq.q_jobs',
  'authors.auth',
  '"a.b"."c.d"',
  '"a.b"."sixty-three-bytes-sixty-three-bytes-sixty-three-bytes-sixty-thr"',
  '"emoji 😀"."ünïcödé 日本語"',
  '"new\nline"."table\nname"',
  `"Odd ""Schema"""."Table ""quoted"" it's; -- x"`,
  'public."forge; Type: FK CONSTRAINT; Schema: public; Owner: -"',
  'public."x\nCOPY ""public"".""y"" FROM stdin;\n\\."',
  'public."x"" (id integer); DROP TABLE ""y"',
];

describe('a table among odd ones', () => {
  let odd: SelectedRestores;
  beforeAll(async () => {
    odd = await SelectedRestores.of('torture');
  });
  afterAll(() => odd.stop());

  it('P-RESTORE-31 comes back as it was, and so do many at once', async () => {
    const target = await odd.database(`DROP TABLE ${withNothingOnThem.join()}; DROP FOREIGN TABLE public.far_table`);
    const run = await target.restore(...[...withNothingOnThem, 'public.far_table'].map((table) => `table:${table}`));
    expect(run).toMatchObject({ skipped: [], warnings: [], different: [] });
    expect(await target.differences()).toEqual({ missing: [], added: [] });
  });

  it.each<[string, RegExp]>([
    ['public.stored', /^\w+\|public\.with_options/],
    [
      'public.parts',
      /^constraint\|public\.points_to_parts |^\w+\|(materialized view )?(public\.(z_base|m_between|a_on_top|filled_but_empty|never_filled)|"Odd ""Schema"""\."mat; )/,
    ],
    ['public.types', /^constraint\|public\.part_fk/],
    ['public.dropped', /^(rule|comment)\|(rule \w+ on )?public\.empty_table_2/],
    ['public.odd_values', /^\w+\|public\."view ""quoted"" it's"/],
    ['public.bb_checked', /^\w+\|public\.view_of_functions/],
    ['torture_owned.t', /^\w+\|torture_owned\.m\b/],
  ])('P-RESTORE-31 %s comes back as it was, without what others had hung on it', async (table, ofOthers) => {
    const target = await odd.database(`DROP TABLE ${table} CASCADE`);
    const run = await target.restore(`table:${table}`);
    expect(run).toMatchObject({ skipped: [], warnings: [], different: [] });
    const { missing, added } = await target.differences();
    expect(added).toEqual([]);
    expect(missing.filter((line) => !ofOthers.test(line))).toEqual([]);
  });

  it('P-RESTORE-31 a partition alone is a table of its own', async () => {
    const target = await odd.database('DROP TABLE public.parts_us CASCADE');
    const run = await target.restore('table:public.parts_us');
    expect(run.skipped).toEqual(['It comes back as a table of its own, not as a partition of public.parts.']);
    const { missing, added } = await target.differences();
    expect(added.find((line) => line.startsWith('relation|'))).not.toContain('parents');
    expect(missing.filter((line) => /^rows\|/.test(line))).toEqual([]);
  });

  it('P-RESTORE-31 what the platform owns belongs to whoever restores it', async () => {
    const target = await odd.database();
    await target.sql('DROP TABLE public.owned_by_platform', target.admin);
    await target.restore('table:public.owned_by_platform');
    const { missing, added } = await target.differences();
    expect(missing).toHaveLength(1);
    expect(added.map((line) => line.replaceAll('postgres', 'supabase_admin').replaceAll(/\{.*?\}/g, ''))).toEqual(
      missing.map((line) => line.replaceAll(/\{.*?\}/g, '')),
    );
  });
});
