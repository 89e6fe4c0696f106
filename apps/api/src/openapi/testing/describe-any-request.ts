import fc from 'fast-check';
import { Pool } from 'undici';
import type { ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { complaintsAbout, type AnyReply } from './judge-reply';
import { operations, type Operation } from './operations';
import { requestsFor, type AnyRequest } from './requests';
import { someRows, type SomeRows } from './some-rows';

/** `npm run test:all` asks more, and others each time. */
const all = process.env['STOWBASE_TEST_ALL'] === '1';

/** The same questions each time, else a failure would come and go. */
const seed = 20_261_128;

/** Each would end what the others need. */
const leftOut = ['signOut'];

/**
 * Asks a running service for every operation of its description, as it says and otherwise. Outgoing connections go to a closed port of this
 * machine; no backup is begun by itself.
 */
export function describeAnyRequest(env: () => Record<string, string>, runs: number): void {
  let api: TestApi;
  let rows: SomeRows;
  let pool: Pool;
  beforeAll(async () => {
    api = await startTestApi(env(), { maxConcurrentRuns: 0 });
    rows = await someRows(api);
    pool = new Pool(new URL(api.url).origin, { connections: 1 });
  });
  afterAll(async () => {
    await pool.close();
    await api.close();
  });

  const ask = async (
    { method }: Operation,
    { path, headers, body }: AnyRequest,
    client: ApiClient,
  ): Promise<AnyReply> => {
    const reply = await pool.request({ method, path, headers: { ...client.headers, ...headers }, body });
    const type = String(reply.headers['content-type'] ?? '');
    if (!type.startsWith('text/event-stream')) return { status: reply.statusCode, type, text: await reply.body.text() };
    reply.body.on('error', () => undefined).destroy();
    return { status: reply.statusCode, type, text: null };
  };

  it.each(operations.filter(({ id }) => !leftOut.includes(id)).map((operation) => [operation.id, operation] as const))(
    '%s never fails, and replies what its description says',
    async (_, operation) => {
      await fc.assert(
        fc.asyncProperty(requestsFor(operation, rows.hintsFor(operation)), async (request) => {
          const reply = await ask(operation, request, rows.clientFor(operation.access));
          expect([...complaintsAbout(operation, reply)]).toEqual([]);
        }),
        { numRuns: all ? 10 * runs : runs, ...(all ? {} : { seed }) },
      );
    },
    all ? 600_000 : 60_000,
  );
}
