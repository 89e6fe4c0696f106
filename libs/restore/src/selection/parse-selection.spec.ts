import fc from 'fast-check';
import { RestoreError } from '../errors';
import type { Selection } from '../request';
import { formatSelection, parseSelection } from './parse-selection';

const table = (schema: string, name: string, to = { schema, name }): Selection => ({
  kind: 'table',
  from: { schema, name },
  to,
});

describe('what --only says', () => {
  it.each<[string, Selection]>([
    ['roles', { kind: 'roles' }],
    ['schema', { kind: 'schema' }],
    ['data', { kind: 'data' }],
    ['history', { kind: 'history' }],
    ['table:public.orders', table('public', 'orders')],
    ['table:"public"."orders"', table('public', 'orders')],
    ['table:public."Order Archive"', table('public', 'Order Archive')],
    ['table:"a.b"."c""d"', table('a.b', 'c"d')],
    ['table:Größe.日本', table('Größe', '日本')],
    ['table:my-schema.Orders', table('my-schema', 'Orders')],
    ['table:public.orders=>public.orders_old', table('public', 'orders', { schema: 'public', name: 'orders_old' })],
    ['table:"s"."t" => "s2"."=>"', table('s', 't', { schema: 's2', name: '=>' })],
  ])('%s', (text, selection) => {
    expect(parseSelection(text)).toEqual(selection);
  });

  it.each([
    ['', 'begins with none'],
    ['everything', 'begins with none'],
    ['Roles', 'begins with none'],
    ['table', 'begins with none'],
    ['table:', 'is empty'],
    ['table:orders', 'the schema of orders is missing'],
    ['table:"a.b"', 'the schema of a.b is missing'],
    ['table:public.', 'is empty'],
    ['table:public.""', 'is empty'],
    ['table:"public.orders', 'has no end'],
    ['table:public.orders=>', 'is empty'],
    ['table:public.orders=>old', 'the schema of old is missing'],
    ['table:public.orders extra', 'something follows'],
    ['table:public.orders.id', 'something follows'],
    ['table:public.a=>public.b=>public.c', 'something follows'],
    ['table:public."a\0b"', 'zero byte'],
    [`table:public.orders=>public.${'ü'.repeat(32)}`, 'longer than 63 bytes'],
  ])('%j is refused with an example', (text, why) => {
    const error = failure(() => parseSelection(text));
    expect(error).toMatchObject({ code: 'SELECTION_INVALID', kind: 'wrong-use' });
    expect(error.message).toContain(why);
    expect(error.nextStep).toContain('table:public.orders=>public.orders_old');
  });

  it('P-RESTORE-30 any two names survive being written and read', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= 63);
    fc.assert(
      fc.property(name, name, name, name, (schema, from, toSchema, to) => {
        for (const selection of [table(schema, from), table(schema, from, { schema: toSchema, name: to })]) {
          expect(parseSelection(formatSelection(selection))).toEqual(selection);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function failure(act: () => unknown): RestoreError {
  try {
    act();
  } catch (error) {
    if (error instanceof RestoreError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
