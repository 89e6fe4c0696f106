import type { ConnectionSettings } from '@stowbase/postgres';
import { readFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';

describe('F11 a connection that is cut while rows are read', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql(
      `CREATE TABLE public.bulk AS SELECT g AS id, repeat(md5(g::text), 32) AS text FROM generate_series(1, 65536) g`,
    );
  }, 60_000);
  afterAll(() => source.stop());

  /** Fails each of its tries when the rows flow; gives the code, and how often the output was opened and aborted. */
  async function failEachTry(settings: ConnectionSettings, cut: () => Promise<unknown>): Promise<unknown> {
    const count = { opened: 0, aborted: 0 };
    const reading = { now: false };
    const error = await source.failedBackup({
      source: settings,
      onProgress: ({ table }) => (reading.now = table === 'public.bulk'),
      openOutput: () => {
        count.opened += 1;
        reading.now = false;
        let cutAlready = false;
        return Promise.resolve({
          async write() {
            if (!reading.now || cutAlready) return;
            cutAlready = true;
            await cut();
          },
          abort() {
            count.aborted += 1;
            return Promise.resolve();
          },
        });
      },
    });
    return { code: error.code, ...count };
  }

  it("F01 F11 the server ends pg_dump's session: two new tries, each with a new output, then its own code", async () => {
    const terminate = (): Promise<unknown> =>
      source.server.with('supabase_admin', 'postgres', (client) =>
        client.query(
          `SELECT pg_catalog.pg_terminate_backend(pid, 10000) FROM pg_catalog.pg_stat_activity
            WHERE application_name = 'stowbase' AND query LIKE 'COPY "public"."bulk"%'`,
        ),
      );
    expect(await failEachTry(source.settings, terminate)).toEqual({ code: 'CONNECTION_LOST', opened: 3, aborted: 3 });
  }, 60_000);

  it('F11 a server that keeps silent does not keep a cancelled backup waiting', async () => {
    const stop = new AbortController();
    let holder = 0;
    const failed = source.failedBackup({
      signal: stop.signal,
      openOutput: async () => {
        const { pid, port } = await source.server.with('supabase_admin', 'postgres', async (client) => {
          const { rows } = await client.query<{ pid: number; port: number }>(
            `SELECT pid, client_port AS port FROM pg_catalog.pg_stat_activity WHERE usename = 'postgres' AND state = 'idle in transaction'`,
          );
          return rows[0]!;
        });
        holder = pid;
        process.kill(holder, 'SIGSTOP');
        void unread(source.server.port, port, stop.signal).then(() => stop.abort());
        return { write: () => Promise.resolve() };
      },
    });
    const error = await failed.finally(() => {
      stop.abort();
      if (holder !== 0) process.kill(holder, 'SIGCONT');
    });
    expect(error.code).toBe('CANCELLED');
  }, 30_000);

  it('F11 the network resets every connection', async () => {
    const proxy = await resettingProxy(source.server.port);
    try {
      const outcome = await failEachTry({ ...source.settings, port: proxy.port }, () => {
        proxy.reset();
        return Promise.resolve();
      });
      expect(outcome).toEqual({ code: 'CONNECTION_LOST', opened: 3, aborted: 3 });
    } finally {
      proxy.close();
    }
  }, 60_000);
});

/** Resolves when something lies at the server that its process, which stands still, has not read: a query is under way. Or when `until` fires. */
async function unread(serverPort: number, clientPort: number, until: AbortSignal): Promise<void> {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
  const waiting = new RegExp(`:${hex(serverPort)} \\w+:${hex(clientPort)} \\w+ \\w+:(?!00000000)`);
  while (!until.aborted && !waiting.test(await readFile('/proc/net/tcp', 'utf8'))) await setImmediate();
}

async function resettingProxy(target: number): Promise<{ port: number; reset(): void; close(): void }> {
  const sockets = new Set<Socket>();
  const proxy: Server = createServer((client) => {
    const server = connect(target, '127.0.0.1');
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const)
      pipeline(from, to, () => to.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const reset = (): void => sockets.forEach((socket) => socket.resetAndDestroy());
  return {
    port: (proxy.address() as AddressInfo).port,
    reset,
    close: () => {
      reset();
      proxy.close();
    },
  };
}
