import { localSettings } from './local-settings';

describe('settings of one transaction', () => {
  it('end with it, and leave how long a restore waits to the restore', () => {
    const settings = `SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET SESSION "my.setting" = 'a;
b';
SET default_table_access_method = "heap";
`;
    expect(localSettings(settings)).toBe(`SET LOCAL client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', true);
SET LOCAL "my.setting" = 'a;
b';
SET LOCAL default_table_access_method = "heap";`);
    expect(localSettings('')).toBe('');
  });
});
