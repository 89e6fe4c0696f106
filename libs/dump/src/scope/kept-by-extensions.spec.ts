import { fixtureSource, type FixtureSource } from '../testing/fixture-source';
import type { BackupRequest } from '../request';

describe('P-COVERAGE-4 what an extension keeps of the user in a schema of the platform', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    // As an extension's own script would, by pg_extension_config_dump(): two rows come with it.
    await admin(`CREATE EXTENSION citext SCHEMA extensions;
      CREATE TABLE extensions.reference (id int, filled text);
      INSERT INTO extensions.reference VALUES (1, 'preset'), (2, 'preset');
      GRANT SELECT ON extensions.reference TO PUBLIC;
      ALTER EXTENSION citext ADD TABLE extensions.reference`);
    await condition('WHERE id > 1000');
  }, 60_000);
  afterAll(() => source.stop());

  const admin = (sql: string): Promise<unknown> =>
    source.server.with('supabase_admin', 'postgres', (client) => client.query(sql));
  const condition = (text: string): Promise<unknown> =>
    admin(`UPDATE pg_extension SET extconfig = ARRAY['extensions.reference'::regclass::oid], extcondition = ARRAY['${text}']
            WHERE extname = 'citext'`);
  const reasons = async (change: Partial<BackupRequest> = {}): Promise<unknown[]> =>
    (await source.backup(change)).result.gaps.map(({ component, reason }) => [component, reason]);
  const isGap = [
    'data',
    'rows of yours that extensions keep in schemas of Supabase are not saved: extensions.reference; write them down apart',
  ];
  const isUnknown = [
    'data',
    'whether extensions keep rows of yours in extensions.reference could not be seen: this role may not read all of them or not use plpgsql, or another session holds them locked',
  ];

  it('is no gap while there is only what every installation has', async () => {
    expect(await reasons()).toEqual([]);
  });

  it('is a gap that names its table, unless it was left out knowingly', async () => {
    await admin("INSERT INTO extensions.reference VALUES (1001, 'mine')");
    expect(await reasons()).toEqual([isGap]);
    expect(await reasons({ type: 'data' })).toEqual([isGap]);
    expect(await reasons({ type: 'schema' })).toEqual([]);
    expect(await reasons({ excludeTables: ['extensions.reference'] })).toEqual([]);
    expect(await reasons({ excludeSchemas: ['extensions'] })).toEqual([]);
  });

  it('is all of its rows where the extension sets no condition', async () => {
    await admin('DELETE FROM extensions.reference WHERE id > 1000');
    await condition('');
    expect(await reasons()).toEqual([isGap]);
  });

  it('says so where it can not be looked at, waits for nobody, and leaves the snapshot as it is', async () => {
    await condition('WHERE no_such_column');
    expect(await reasons()).toEqual([isUnknown]);
    await condition('WHERE id > 1000');
    await source.server.with('supabase_admin', 'postgres', async (other) => {
      await other.query('BEGIN; LOCK TABLE extensions.reference');
      expect(await reasons({ lockWaitSeconds: 600 })).toEqual([isUnknown]);
      await other.query('ROLLBACK');
    });
    await admin(`REVOKE SELECT ON extensions.reference FROM PUBLIC; CREATE ROLE reader LOGIN PASSWORD 'a reader'`);
    source.server.passwords.set('reader', 'a reader');
    const asReader = { source: source.server.settings('reader', 'postgres') };
    expect((await reasons(asReader)).filter((gap) => String(gap).startsWith('data,'))).toEqual([isUnknown]);
  });

  it('is unknown, and the backup goes on, where nobody may run a block', async () => {
    await admin('GRANT SELECT ON extensions.reference TO PUBLIC; REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC');
    try {
      expect(await reasons()).toEqual([isUnknown]);
    } finally {
      await admin('GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC');
    }
  });

  it('holds no lock on it afterwards: an extension is updated while a long backup goes on', async () => {
    await admin('GRANT SELECT ON extensions.reference TO PUBLIC');
    let isFree = false;
    await source.backup({
      openOutput: async () => {
        await admin('SET lock_timeout = 1000; BEGIN; LOCK TABLE extensions.reference; ROLLBACK');
        isFree = true;
        return { write: () => Promise.resolve() };
      },
    });
    expect(isFree).toBe(true);
  });
});
