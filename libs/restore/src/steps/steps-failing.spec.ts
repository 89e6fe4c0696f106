import type { Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import type { Client } from 'pg';
import { fingerprint, unexplainedDifferences, type Fingerprint } from '@stowbase/postgres/testing';
import { RestoreError } from '../errors';
import { runAsItIs, type RestoreScript } from '../script/restore-script';
import { readRecord } from './record/restore-record';
import { apiReach } from './testing/api-reach';
import { openFile, stepTarget, type StepTarget } from './testing/step-target';

describe('a step that fails', () => {
  let source: FixtureSource;
  let archive: Archive;
  let before: Fingerprint;
  let target: StepTarget;
  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
    archive = await openFile((await source.backup()).file);
    before = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
  }, 60_000);
  afterAll(async () => {
    await archive.close();
    await source.stop();
  });
  beforeEach(async () => {
    target = await stepTarget('supabase');
  });
  afterEach(() => target.stop());

  const expectEqualEnd = async (): Promise<void> => {
    const after = await fingerprint(target.server.settings(target.admin, 'postgres'));
    expect(unexplainedDifferences('plain', before, after)).toEqual({ missing: [], added: [] });
  };

  it('P-RESTORE-55 leaves the schemas closed and says so, and the restore goes on when the reason is gone', async () => {
    const error: unknown = await target
      .restore(archive, { before: (client) => run(client, 'CREATE TABLE public.articles_search ()') })
      .catch((cause: unknown) => cause);

    expect(error).toMatchObject({
      code: 'STATEMENT_FAILED',
      closedSchemas: expect.arrayContaining(['public', 'reports', 'private']) as unknown,
      message: expect.stringContaining("stay closed: the API can't see what is in them.") as string,
      nextStep: expect.stringContaining('--resume') as string,
      place: { member: expect.stringContaining('schema_post') as string, table: 'public.articles' },
    });
    expect(await target.asAdmin((client) => apiReach(client, 'supabase'))).toEqual([]);
    await target.asAdmin((client) => client.query('DROP TABLE public.articles_search'));
    await target.restore(archive, { resume: true });
    await expectEqualEnd();
  }, 60_000);

  it('P-RESTORE-55 stays closed when the comparison finds a difference; the last step is then done once more', async () => {
    const different = new RestoreError('RESTORE_DIFFERENT', 'Two rows are missing.', 'Look at them.');
    let rows = 0;
    const restore = target.restore(archive, {
      async after(client, counts) {
        rows = counts.rows.get('["public","orders"]') ?? 0;
        expect((await client.query(`SELECT has_schema_privilege('anon', 'public', 'USAGE') AS open`)).rows).toEqual([
          { open: 't' },
        ]);
        throw different;
      },
    });
    await expect(restore).rejects.toMatchObject({
      code: 'RESTORE_DIFFERENT',
      message: expect.stringMatching(/^Two rows are missing\. The schemas .* stay closed/) as string,
    });
    expect(await target.asAdmin((client) => apiReach(client, 'supabase'))).toEqual([]);
    expect(await target.asAdmin(readRecord)).toMatchObject({ phase: 'finish' });

    let again = 0;
    await target.restore(archive, {
      resume: true,
      after: (_client, counts) => Promise.resolve(void (again = counts.rows.get('["public","orders"]') ?? 0)),
    });
    expect([rows, again]).toEqual([again, again]);
    expect(again).toBeGreaterThan(0);
    await expectEqualEnd();
  }, 60_000);

  it('P-RESTORE-53 takes everything back when it is the first', async () => {
    const before = await fingerprint(target.server.settings(target.admin, 'postgres'));
    await target.asAdmin((client) => client.query('GRANT pg_read_all_data TO anon'));
    await expect(target.restore(archive)).rejects.toMatchObject({
      code: 'JOBS_NOT_POSSIBLE',
      message: expect.stringContaining('The target is as it was') as string,
    });
    await target.asAdmin((client) => client.query('REVOKE pg_read_all_data FROM anon'));
    expect(await fingerprint(target.server.settings(target.admin, 'postgres'))).toEqual(before);
  }, 60_000);

  it('P-RESTORE-56 cancelled, leaves the schemas closed, and no statement goes on behind', async () => {
    const anHour: RestoreScript['decide'] = (part) =>
      part.text.includes('CREATE INDEX "articles_search"')
        ? { do: 'run', text: Buffer.from('CREATE INDEX "articles_search" ON "public"."articles" (public.slow(name));') }
        : runAsItIs(part);
    const cancel = new AbortController();
    const restore = target.restore(archive, {
      script: { decide: anHour },
      signal: cancel.signal,
      smallTable: 0,
      before: (client) =>
        run(
          client,
          `CREATE FUNCTION public.slow(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT pg_sleep(3600)::text'`,
        ),
    });
    const asleep = `SELECT FROM pg_stat_activity WHERE query LIKE '%articles_search%' AND wait_event = 'PgSleep'`;
    const cancelled = target.asAdmin((client) => waitFor(client, asleep)).then(() => cancel.abort());
    await expect(restore).rejects.toMatchObject({
      code: 'CANCELLED',
      closedSchemas: expect.arrayContaining(['public']) as unknown,
    });
    await cancelled;
    expect(await target.asAdmin((client) => apiReach(client, 'supabase'))).toEqual([]);

    await target.restore(archive, { resume: true, lockWaitSeconds: 5 });
    await target.asAdmin((client) => client.query('DROP FUNCTION public.slow(text)'));
    await expectEqualEnd();
  }, 60_000);
});

async function run(client: Client, sql: string): Promise<void> {
  await client.query(sql);
}

async function waitFor(client: Client, sql: string): Promise<void> {
  while ((await client.query(sql)).rowCount === 0);
}
