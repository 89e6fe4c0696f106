import type { ArchiveMember } from '@stowbase/archive';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import { runAsItIs, type RestoreScript } from '../../script/restore-script';
import { TouchedSchemas } from './touched-schemas';

const script: RestoreScript = { members: [], decide: runAsItIs, toleratesMissingRights: false };
const noTables = { tables: [] } as never;

describe('the schemas a restore puts something into', () => {
  let server: ScratchServer;
  let client: Client;
  beforeAll(async () => {
    server = await freshTarget();
    client = await server.connect('postgres', 'postgres');
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await server.stop();
  });
  beforeEach(() => client.query('BEGIN; CREATE SCHEMA there_before; CREATE SCHEMA untouched'));
  afterEach(() => client.query('ROLLBACK'));

  const send = async (touched: TouchedSchemas, statements: readonly string[]): Promise<void> => {
    const watched = touched.watching(script);
    for (const [index, sql] of statements.entries()) {
      const part = { type: 'statement', lead: Buffer.alloc(0), text: Buffer.from(sql) } as const;
      expect(watched.decide(part, {} as ArchiveMember, index)).toEqual({ do: 'run', text: part.text });
      await client.query(sql);
    }
  };

  it('are those that are new, however they came, and those its statements name', async () => {
    const touched = new TouchedSchemas();
    await touched.begin(client);
    await send(touched, [
      'CREATE SCHEMA "new one";',
      `DO $$ BEGIN EXECUTE 'CREATE SCHEMA by_block'; END $$;`,
      'CREATE SCHEMA pgmq;',
      'CREATE TABLE "there_before"."t" (a integer);',
      'CREATE FUNCTION "public"."f"() RETURNS integer LANGUAGE sql RETURN 1;',
      'COMMENT ON SCHEMA "untouched" IS \'x\';',
    ]);
    const found = await touched.toClose(client, { contents: noTables, script });
    expect(found.sort()).toEqual(['by_block', 'new one', 'pgmq', 'public', 'there_before']);
  });

  it('are those of the tables whose rows come, by the name they get here, but not the platform’s own', async () => {
    const touched = new TouchedSchemas();
    await touched.begin(client);
    const contents = {
      tables: [
        { schema: 'auth', name: 'users' },
        { schema: 'untouched', name: 't' },
      ],
    } as never;
    expect(await touched.toClose(client, { contents, script })).toEqual(['untouched']);
    const renamed = { from: { schema: 'untouched', name: 't' }, to: { schema: 'there_before', name: 'u' }, rows: 1 };
    expect(await touched.toClose(client, { contents, script: { ...script, tables: [renamed] } })).toEqual([
      'there_before',
    ]);
  });

  it('are refused when the API could use too early what lies in one that stays open', async () => {
    const admin = await server.connect('supabase_admin', 'postgres');
    try {
      await admin.query('BEGIN; CREATE SCHEMA pgmq; GRANT USAGE ON SCHEMA pgmq TO service_role');
      const touched = new TouchedSchemas();
      await touched.begin(admin);
      const watched = touched.watching(script);
      const sql = Buffer.from('CREATE TABLE "pgmq"."q_jobs" (a integer);');
      watched.decide({ type: 'statement', lead: Buffer.alloc(0), text: sql }, {} as ArchiveMember, 0);
      await admin.query(sql.toString());
      expect(await touched.toClose(admin, { contents: noTables, script })).toEqual([]);
      await admin.query('GRANT SELECT ON pgmq.q_jobs TO service_role');
      await expect(touched.toClose(admin, { contents: noTables, script })).rejects.toMatchObject({
        code: 'JOBS_NOT_POSSIBLE',
        message: expect.stringContaining('pgmq.q_jobs') as string,
      });
      await admin.query('ROLLBACK');
    } finally {
      await admin.end();
    }
  });
});
