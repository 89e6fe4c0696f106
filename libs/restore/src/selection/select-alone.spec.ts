import { jest } from '@jest/globals';
import { generateIdentity } from '@stowbase/archive';
import { SelectedRestores } from './testing/selected-restore';
import { refusal } from './testing/refusal';

jest.setTimeout(60_000);

let shop: SelectedRestores;
beforeAll(async () => {
  shop = await SelectedRestores.of('plain');
});
afterAll(() => shop.stop());

describe('a table that comes back alone', () => {
  it('P-RESTORE-37 is open to nobody but whom the backup names, whatever the target gives by default', async () => {
    const open = await shop.database(
      'DROP TABLE public.payments; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO shop_reader',
    );
    await open.restore(
      'table:public.payments',
      'table:private.audit=>public.audit',
      'table:public.customers=>public.c',
    );
    const asked = (role: string, relation: string): string =>
      `has_table_privilege('${role}', '${relation}', 'SELECT') AS "${role} ${relation}"`;
    expect(
      await open.sql(
        `SELECT ${asked('anon', 'public.payments')}, ${asked('service_role', 'public.payments')}, ${asked('anon', 'public.audit')},
                ${asked('shop_reader', 'public.c')}, ${asked('shop_reader', 'public.audit_id_seq')}, ${asked('shop_reader', 'public.c_id_seq')}`,
      ),
    ).toEqual([
      {
        'anon public.payments': 'f',
        'service_role public.payments': 't',
        'anon public.audit': 'f',
        'shop_reader public.c': 't',
        'shop_reader public.audit_id_seq': 'f',
        'shop_reader public.c_id_seq': 'f',
      },
    ]);
  });

  it('P-RESTORE-34 is not opened by roles that the target lacks', async () => {
    const poor = await shop.database('DROP TABLE public.orders CASCADE');
    const facts = await poor.facts();
    const roles = new Set([...facts.roles].filter((role) => role !== 'shop_reader' && role !== 'shop_writer'));
    const run = await poor.run(
      await poor.script(['table:public.orders', 'table:public.customers=>public.c'], { roles }),
    );
    expect(run.skipped.sort()).toEqual([
      'It is left out: role shop_reader is not on the target.',
      'It is left out: role shop_writer is not on the target.',
      'It is left out: role shop_writer is not on the target.',
      'It is left out: role shop_writer is not on the target.',
      'The copy is not published: shop_changes has the table itself.',
    ]);
    expect(await poor.sql(`SELECT roles, permissive FROM pg_policies WHERE tablename = 'orders'`)).toEqual([
      { roles: '{authenticated}', permissive: 'RESTRICTIVE' },
    ]);
  });

  it('has no foreign key to a table that is neither there nor selected, and says so', async () => {
    const poor = await shop.database('DROP TABLE public.customers, public.orders CASCADE');
    const run = await poor.restore('table:public.customers');
    expect(run.skipped).toEqual([
      'The foreign key customers_favourite_fk is left out: public.orders is neither on the target nor selected.',
    ]);
  });

  it('has a foreign key that is not valid where rows it points to are gone, and says so', async () => {
    const poor = await shop.database(
      'DROP TABLE public.payments; SET session_replication_role = replica; DELETE FROM public.orders WHERE id = 7',
    );
    const run = await poor.restore('table:public.payments', 'table:public.order_lines=>public.lines_then');
    expect(run.different).toEqual([]);
    expect(run.warnings).toEqual([
      expect.stringContaining('The foreign key order_lines_order_id_fkey of public.lines_then is NOT VALID'),
      expect.stringContaining('The foreign key payments_order_id_fkey of public.payments is NOT VALID'),
    ]);
    expect(await poor.sql(`SELECT conname FROM pg_constraint WHERE NOT convalidated`)).toEqual([
      { conname: 'lines_then_order_id_fkey' },
      { conname: 'payments_order_id_fkey' },
    ]);
  });

  it('gets names that nothing on the target has yet', async () => {
    const full = await shop.database(
      'CREATE TABLE public.o_pkey (); CREATE SEQUENCE public.o_id_seq; CREATE TYPE public.o_id_seq_1 AS ENUM ()',
    );
    await full.restore('table:public.orders=>public.o');
    expect(
      await full.sql(
        `SELECT pg_get_serial_sequence('public.o', 'id') AS sequence, i.indexrelid::regclass AS key FROM pg_index i WHERE indrelid = 'public.o'::regclass`,
      ),
    ).toEqual([{ sequence: 'public.o_id_seq_2', key: 'o_pkey_1' }]);
  });

  it('fails rather than add rows to a table that is there under the new name', async () => {
    const full = await shop.database();
    await expect(full.restore('table:public.orders=>public.notes')).rejects.toThrow('already exists');
    expect(await full.differences()).toEqual({ missing: [], added: [] });
  });

  it('P-RESTORE-39 comes back from an encrypted backup, whose members have no names', async () => {
    const key = await generateIdentity();
    const sealed = await shop.another({ recipients: [key.recipient] }, [key.identity]);
    const empty = await sealed.database('DROP TABLE public.events, public.wishlist');
    await empty.restore('table:public.events', 'table:public.wishlist', 'table:private.audit=>public.audit');
    const { missing, added } = await empty.differences();
    expect({ missing, audit: added.find((line) => line.startsWith('sequence|')) }).toEqual({
      missing: [],
      audit: expect.stringMatching(/^sequence\|public\.audit_id_seq\|.*; last 400; called true/) as string,
    });
    await sealed.archive.close();
  });

  it('from a backup of rows alone: its rows, into the table that is there', async () => {
    const rows = await shop.another({ type: 'data' });
    const empty = await rows.database('TRUNCATE public.payments; CREATE TABLE public.p2 (LIKE public.payments)');
    expect((await empty.restore('table:public.payments', 'table:public.payments')).rows).toEqual({
      'public.payments': 300,
    });
    expect(await refusal(empty, 'table:public.payments=>public.p3')).toMatchObject({ code: 'SELECTION_NEEDS_MORE' });
    expect((await empty.restore('table:public.payments=>public.p2')).rows).toEqual({ 'public.p2': 300 });
    await rows.archive.close();
  });
});
