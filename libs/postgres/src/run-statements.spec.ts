import type { Client } from 'pg';
import { connect } from './connect';
import { runStatements } from './run-statements';
import { startScratchServer, type ScratchServer } from './testing';

const run = (client: Client, text: string) => runStatements(client, Buffer.from(text));

describe('a script in one round trip', () => {
  let server: ScratchServer;
  let client: Client;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    client = await connect(server.settings('postgres', 'postgres'));
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  it('says how many statements were completed', async () => {
    expect(await run(client, "SELECT 1; CREATE TEMP TABLE a (x int); INSERT INTO a VALUES (1); SELECT 'ü'")).toEqual({
      completed: 4,
      error: null,
    });
  });

  it('counts no empty statements, and takes a script of nothing', async () => {
    expect(await run(client, ';; SELECT 1; ;')).toEqual({ completed: 1, error: null });
    expect(await run(client, '-- nothing\n')).toEqual({ completed: 0, error: null });
  });

  it('says how far it came before the one that failed, with the error of the driver', async () => {
    const outcome = await run(client, 'SELECT 1; SELECT 2; SELECT 1/0; SELECT 3');
    expect(outcome).toMatchObject({ completed: 2, error: { code: '22012' } });
  });

  it('came nowhere when a later statement is no SQL, and has its position in characters', async () => {
    const outcome = await run(client, "SELECT 'üüü'; SELEC 2");
    expect(outcome).toMatchObject({ completed: 0, error: { code: '42601', position: '15' } });
  });

  it('is one transaction outside of any', async () => {
    await run(client, 'CREATE TABLE once (x int); SELECT 1/0');
    expect(await run(client, 'SELECT * FROM once')).toMatchObject({ error: { code: '42P01' } });
  });

  it('sends bytes that are no text in any encoding', async () => {
    await client.query("CREATE DATABASE bytes ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    const ascii = await connect(server.settings('postgres', 'bytes'));
    try {
      const name = Buffer.from([0x63, 0xe9]);
      await run(ascii, "SET client_encoding = 'SQL_ASCII'");
      const script = Buffer.concat([Buffer.from('CREATE TABLE "'), name, Buffer.from('" ()')]);
      expect(await runStatements(ascii, script)).toEqual({ completed: 1, error: null });
      const { rows } = await ascii.query(
        "SELECT encode(relname::text::bytea, 'hex') AS name FROM pg_class WHERE relname ~ '^c.$'",
      );
      expect(rows).toEqual([{ name: '63e9' }]);
    } finally {
      await ascii.end();
    }
  });

  it('refuses a COPY, which needs rows', async () => {
    const outcome = await run(client, 'CREATE TEMP TABLE c (x int); COPY c FROM stdin; SELECT 1');
    expect(outcome).toMatchObject({ completed: 1, error: { code: '57014' } });
    expect(await run(client, 'SELECT 1')).toEqual({ completed: 1, error: null });
  });

  it('answers with the error when the connection is gone', async () => {
    const lost = await connect(server.settings('postgres', 'postgres'));
    const outcome = await run(lost, 'SELECT pg_terminate_backend(pg_backend_pid())');
    expect(outcome).toMatchObject({ completed: 0, error: { code: '57P01' } });
    expect((await run(lost, 'SELECT 1')).error).toBeInstanceOf(Error);
  });
});
