import type { Client } from 'pg';
import { connect } from './connect';
import { copyInto } from './copy-into';
import { startScratchServer, type ScratchServer } from './testing';

const piece = Buffer.from('1\tsome text of a row\n'.repeat(3_000));

/** Linux lets the buffers of a connection grow by its memory: 38 MB where this was seen, bytes. The rows of these tests never end. */
const inBuffers = 64 * 1024 * 1024;

describe('COPY FROM STDIN', () => {
  let server: ScratchServer;
  let client: Client;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    client = await connect(server.settings('postgres', 'postgres'));
    await client.query('CREATE TABLE t (a int, b text)');
  });
  afterEach(async () => {
    await client.end();
    await server.with('postgres', 'postgres', (other) => other.query('DROP TABLE t'));
  });

  it('answers how many rows the server took', async () => {
    expect(await copyInto(client, 'COPY t FROM stdin', source([piece, piece]))).toBe(6_000);
    expect(await countOf(client)).toBe('6000');
  });

  it('takes no rows as a COPY of no rows', async () => {
    expect(await copyInto(client, 'COPY t FROM stdin', source([]))).toBe(0);
    expect(await countOf(client)).toBe('0');
  });

  it('takes rows cut anywhere, also inside a character', async () => {
    const row = Buffer.from('7\tcafé ☕\n');
    const bytes = Array.from(row, (_, index) => row.subarray(index, index + 1));
    expect(await copyInto(client, 'COPY t FROM stdin', source(bytes))).toBe(1);
    expect((await client.query('SELECT b FROM t')).rows).toEqual([{ b: 'café ☕' }]);
  });

  it('takes statements before it in the same round trip', async () => {
    const before = { completed: 0 };
    const script = "SET client_min_messages = warning; SELECT 1, 'x'; ; DELETE FROM t; COPY t FROM stdin;\n";
    expect(await copyInto(client, script, source([piece]), before)).toBe(3_000);
    expect(before).toEqual({ completed: 3 });
    expect(await countOf(client)).toBe('3000');
  });

  it('stores no row when a statement before it fails, and says how many came before that', async () => {
    const before = { completed: 0 };
    const rows = endless(piece);
    const copied = copyInto(client, 'SELECT 1; SELECT 1/0; COPY t FROM stdin', rows, before);
    await expect(copied).rejects.toMatchObject({ code: '22012' });
    expect(before).toEqual({ completed: 1 });
    expect(rows.given * piece.length).toBeLessThan(inBuffers);
    expect(await countOf(client)).toBe('0');
  });

  it('names a table whose name is no text in any encoding', async () => {
    const database = 'bytes';
    await client.query(`CREATE DATABASE ${database} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`);
    const ascii = await connect(server.settings('postgres', database));
    try {
      await ascii.query("SET client_encoding = 'SQL_ASCII'");
      await ascii.query(`DO $$ BEGIN EXECUTE E'CREATE TABLE "caf\\xe9" (a int)'; END $$`);
      const statement = Buffer.concat([Buffer.from('COPY "caf'), Buffer.from([0xe9]), Buffer.from('" FROM stdin;\n')]);
      expect(await copyInto(ascii, statement, source([Buffer.from('1\n')]))).toBe(1);
    } finally {
      await ascii.end();
    }
  });

  it('gives the error of a refused row, stops its source, and leaves the connection usable', async () => {
    const rows = endless(Buffer.from('not a number\tx\n'));
    await expect(copyInto(client, 'COPY t FROM stdin', rows)).rejects.toMatchObject({ code: '22P02' });
    expect(rows.ended).toBe(true);
    expect(await countOf(client)).toBe('0');
  });

  it('gives the error of a table that is not there, stops its source, and leaves the connection usable', async () => {
    const rows = endless(piece);
    await expect(copyInto(client, 'COPY missing FROM stdin', rows)).rejects.toMatchObject({ code: '42P01' });
    expect(rows.given).toBeLessThan(100);
    expect(await countOf(client)).toBe('0');
  });

  it('keeps no row when its source fails, gives the reason, and leaves the connection usable', async () => {
    const reason = new Error('the archive is damaged');
    const rows = (async function* () {
      yield* source([piece, piece]);
      throw reason;
    })();
    await expect(copyInto(client, 'COPY t FROM stdin', rows)).rejects.toBe(reason);
    expect(await countOf(client)).toBe('0');
    expect(await server.log()).not.toContain(reason.message);
  });

  it('keeps no row when its source fails before the first one', async () => {
    const reason = new Error('the archive is damaged');
    // eslint-disable-next-line require-yield
    const rows = (async function* (): AsyncGenerator<Buffer> {
      await Promise.reject(reason);
    })();
    await expect(copyInto(client, 'COPY t FROM stdin', rows)).rejects.toBe(reason);
    expect(await countOf(client)).toBe('0');
  });

  it('ends with an error when the connection is cut while rows flow', async () => {
    const rows = endless(piece, async (given) => {
      if (given === 20) await terminate(server, client);
    });
    await expect(copyInto(client, 'COPY t FROM stdin', rows)).rejects.toThrow(/terminat/i);
    expect(rows.ended).toBe(true);
  });

  it('pulls no more rows than buffers hold for a server that is not ready for them', async () => {
    const other = await connect(server.settings('postgres', 'postgres'));
    const rows = endless(piece);
    try {
      await other.query('BEGIN; LOCK TABLE t');
      const copied = copyInto(client, 'COPY t FROM stdin', rows);
      const failed = expect(copied).rejects.toMatchObject({ code: '57014' });
      await waitsForLock(other, client);
      expect(rows.given * piece.length).toBeLessThan(inBuffers);
      await other.query('SELECT pg_cancel_backend($1)', [processOf(client)]);
      await failed;
    } finally {
      await other.end();
    }
    expect(await countOf(client)).toBe('0');
  });
});

async function* source(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const one of pieces) yield await Promise.resolve(one);
}

/** Rows without end, and what became of them. */
function endless(
  bytes: Buffer,
  each?: (given: number) => Promise<void>,
): AsyncIterable<Buffer> & { given: number; ended: boolean } {
  return {
    given: 0,
    ended: false,
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          this.given += 1;
          await each?.(this.given);
          yield bytes;
        }
      } finally {
        this.ended = true;
      }
    },
  };
}

const processOf = (client: Client): number => Reflect.get(client, 'processID') as number;

async function countOf(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM t');
  return rows[0]?.count ?? null;
}

async function terminate(server: ScratchServer, client: Client): Promise<void> {
  await server.with('postgres', 'postgres', (other) =>
    other.query('SELECT pg_terminate_backend($1, 10000)', [processOf(client)]),
  );
}

async function waitsForLock(other: Client, client: Client): Promise<void> {
  for (;;) {
    const { rows } = await other.query('SELECT FROM pg_locks WHERE pid = $1 AND NOT granted', [processOf(client)]);
    if (rows.length > 0) return;
  }
}
