import { readSetval } from './setval';

describe('readSetval', () => {
  it.each([
    [`SELECT pg_catalog.setval('"public"."at_end"', 5, true);`, { schema: 'public', name: 'at_end' }, '5', true],
    [
      `SELECT pg_catalog.setval('"s"."seq ""q"" it''s é"', -9223372036854775808, false);`,
      { schema: 's', name: 'seq "q" it\'s é' },
      '-9223372036854775808',
      false,
    ],
    [`SELECT pg_catalog.setval(E'"s"."a\\\\b"', 1, true);`, { schema: 's', name: 'a\\b' }, '1', true],
  ])('reads %s', (sql, sequence, lastValue, isCalled) => {
    expect(readSetval(Buffer.from(sql))).toEqual({ sequence, lastValue, isCalled });
  });

  it.each([
    `SELECT pg_catalog.set_config('search_path', '', false);`,
    `SELECT pg_catalog.lo_create('80001');`,
    `SELECT public.setval('x', 1, true);`,
  ])('leaves %s', (sql) => {
    expect(readSetval(Buffer.from(sql))).toBeNull();
  });
});
