import { fixtureSource, type FixtureSource } from './testing';

describe('which cluster a backup was made of', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
  });
  afterAll(() => source.stop());

  const recorded = async (): Promise<string | null | undefined> =>
    (await source.backup({ type: 'schema' })).result.contents.source.systemIdentifier;

  it("P-RESTORE-10 is in contents.json as the server's own identifier, so that a restore can refuse the source", async () => {
    const { rows } = await source.server.with('postgres', 'postgres', (client) =>
      client.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()'),
    );
    expect(rows[0]?.id).toMatch(/^\d{15,20}$/);
    expect(await recorded()).toBe(rows[0]?.id);
  });

  it('is null, and the backup goes on, where the role may not ask', async () => {
    await source.server.with('supabase_admin', 'postgres', (client) =>
      client.query('REVOKE EXECUTE ON FUNCTION pg_catalog.pg_control_system() FROM PUBLIC'),
    );
    expect(await recorded()).toBeNull();
  });
});
