import { excludedFromData, excludedFromSchema, isReservedRole, matchesSchemaPattern } from './lists';

describe('lists of the platform', () => {
  it('matches schemas by whole name, with * for anything', () => {
    expect(matchesSchemaPattern('auth')).toBe(true);
    expect(matchesSchemaPattern('auth2')).toBe(false);
    expect(matchesSchemaPattern('pg_catalog')).toBe(true);
    expect(matchesSchemaPattern('pgx')).toBe(false);
    expect(matchesSchemaPattern('_timescaledb_internal')).toBe(true);
    expect(matchesSchemaPattern('a.b', ['a*b'])).toBe(true);
    expect(matchesSchemaPattern('public', [])).toBe(false);
  });

  it('leaves more out of the schema than out of the data', () => {
    expect(excludedFromSchema).toHaveLength(29);
    expect(excludedFromSchema.filter((name) => !excludedFromData.includes(name))).toEqual([
      ...['auth', 'storage', 'supabase_functions', 'cron', 'dbdev', 'net', 'pgmq'],
    ]);
  });

  it('knows reserved roles by their whole name', () => {
    expect(['anon', 'supabase_x', 'cli_login_abc', 'postgres'].every(isReservedRole)).toBe(true);
    expect(['anon2', 'my_supabase_x', 'supabase'].some(isReservedRole)).toBe(false);
  });
});
