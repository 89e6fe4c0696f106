import { jest } from '@jest/globals';
import { SelectedRestores, type SelectedTarget } from './testing/selected-restore';
import { refusal } from './testing/refusal';

jest.setTimeout(60_000);

let shop: SelectedRestores;
let target: SelectedTarget;
beforeAll(async () => {
  shop = await SelectedRestores.of('plain');
  target = await shop.database();
});
afterAll(() => shop.stop());

describe('what can not be selected', () => {
  it.each([
    ['table:public.order', 'TABLE_NOT_IN_ARCHIVE', 'Did you mean public.orders?'],
    ['table:public.Customers', 'TABLE_NOT_IN_ARCHIVE', 'Did you mean public.customers?'],
    ['table:reports.orders', 'TABLE_NOT_IN_ARCHIVE', 'Did you mean public.orders?'],
    ['table:public.order_overview', 'TABLE_NOT_IN_ARCHIVE', 'stowbase inspect'],
    ['table:nowhere.nothing', 'TABLE_NOT_IN_ARCHIVE', 'stowbase inspect'],
  ])('%s: %s', async (selection, code, nextStep) => {
    const error = await refusal(target, selection);
    expect(error).toMatchObject({ code, kind: 'wrong-use' });
    expect(error.nextStep).toContain(nextStep);
  });

  it.each([
    [['table:public.orders', 'table:public.orders=>public.o'], 'public.orders would come back twice'],
    [['table:public.orders=>public.o', 'table:public.notes=>public.o'], 'two tables would come back as public.o'],
    [['table:public.orders=>public.notes', 'table:public.notes'], 'two tables would come back as public.notes'],
    [['table:public.events', 'table:public.events_2026=>public.e'], 'public.events_2026 would come back twice'],
    [['schema', 'table:public.orders=>public.o'], 'brings it back as itself too'],
    [['data', 'table:public.orders=>public.o'], 'brings it back as itself too'],
  ])('%j', async (selections, why) => {
    const error = await refusal(target, ...selections);
    expect(error).toMatchObject({ code: 'SELECTION_INVALID', kind: 'wrong-use' });
    expect(error.message).toContain(why);
  });

  it.each([
    ['schema', ['data'], 'The backup holds no data'],
    ['schema', ['schema', 'data'], 'The backup holds no data'],
    ['data', ['schema'], 'The backup holds no schema'],
    ['data', ['roles'], 'The backup holds no roles'],
    ['data', ['table:public.empty_table'], 'nothing of table:"public"."empty_table"'],
  ] as const)('of a backup of type %s: %j', async (type, selections, message) => {
    const other = await shop.another({ type });
    const error = await refusal(await other.database(), ...selections);
    expect(error).toMatchObject({ code: 'NOTHING_TO_RESTORE', kind: 'wrong-use' });
    expect(error.message).toContain(message);
    await other.archive.close();
  });

  it('the history of a backup without it', async () => {
    const other = await shop.another({ history: false });
    expect(await refusal(await other.database(), 'history')).toMatchObject({ code: 'NOTHING_TO_RESTORE' });
    await other.archive.close();
  });
});

describe('P-RESTORE-38 what a table needs and the target lacks is named before anything runs', () => {
  it.each([
    ['DROP TYPE public.order_status CASCADE', 'table:public.orders', 'type public.order_status'],
    ['DROP DOMAIN public.email_address CASCADE', 'table:public.customers=>public.c', 'type public.email_address'],
    ['DROP FUNCTION public.touch_audit() CASCADE', 'table:public.orders', 'function public.touch_audit'],
    ['DROP EXTENSION pg_trgm CASCADE', 'table:public.articles=>public.a', 'extension pg_trgm'],
    ['DROP EXTENSION hstore CASCADE', 'table:public.articles=>public.a', 'extension hstore'],
    ['DROP SCHEMA private CASCADE', 'table:private.audit', 'schema private'],
    ['SELECT 1', 'table:public.orders=>nowhere.orders', 'schema nowhere'],
  ])('%s, then %s', async (change, selection, what) => {
    const poor = await shop.database(`${change}; DROP TABLE IF EXISTS public.orders CASCADE`);
    const error = await refusal(poor, selection);
    expect(error).toMatchObject({ code: 'SELECTION_NEEDS_MORE', kind: 'refused' });
    expect(error.message).toContain(`: ${what}`);
  });

  it('but what the selection itself brings is not missing', async () => {
    const poor = await shop.database('DROP FUNCTION public.touch_audit() CASCADE; DROP TABLE public.orders CASCADE');
    expect((await refusal(poor, 'table:public.orders', 'table:public.customers')).message).toContain('touch_audit');
    await expect(poor.script(['table:public.orders', 'schema'])).resolves.toBeDefined();
  });
});
