import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { Client, Connection } from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { sendQueryMessage } from './query-message';

/** After so much the answers of the server get a turn: on a fast socket no write ever waits. */
const turnBytes = 1024 * 1024;
const turnPieces = 256;
/** The server takes in a whole message before it looks at the rows: longer ones leave its cache, and it waits. */
const longestMessage = 256 * 1024;

/**
 * Runs `COPY … FROM STDIN` on an open connection and answers how many rows the server took. `script` may have other statements before
 * it, for the same round trip; `before.completed` says how many of them the server completed, also when one failed. `rows` is COPY's
 * text without the line `\.`, in pieces of any size (from 16 KiB on it makes no difference to the speed); no pieces are a COPY of no
 * rows. Back-pressure reaches `rows`, and it is told when the COPY ends early.
 * @throws the driver's error as it is (the caller translates it), or what `rows` threw: the COPY has failed on the server then too.
 *   In both cases the connection can be used again.
 */
export async function copyInto(
  client: Client,
  script: Buffer | string,
  rows: AsyncIterable<Buffer>,
  before: { completed: number } = { completed: 0 },
): Promise<number> {
  const stream = scriptStream(Buffer.from(script), before);
  const source = new PacedRows(rows);
  const readable = Readable.from(source.pieces(), { objectMode: false, highWaterMark: turnBytes });
  try {
    await pipeline(readable, client.query(stream));
    return stream.rowCount;
  } catch (error) {
    throw source.failed ? source.reason : error;
  }
}

/** What `pg` calls for the server's messages, beyond the library's types. */
type Listening = CopyStreamQuery &
  Record<'handleCommandComplete', (message: { text: string }) => void> &
  Record<'handleCopyInResponse', (connection: Connection) => void>;

/** The library knows a COPY alone: what statements before it answer is taken here. */
function scriptStream(script: Buffer, before: { completed: number }): CopyStreamQuery {
  const stream = copyFrom('') as Listening;
  const submit = stream.submit.bind(stream);
  const complete = stream.handleCommandComplete.bind(stream);
  const begin = stream.handleCopyInResponse.bind(stream);
  const ignored = (): void => undefined;
  return Object.assign(stream, {
    submit: (connection: Connection) => {
      submit(askingFor(connection, script));
      // The first rows don't wait for the server to ask: outside a COPY it passes over them, so a script that fails loses nothing.
      begin(connection);
    },
    handleCopyInResponse: ignored,
    handleCommandComplete: (message: { text: string }) => {
      if (message.text.startsWith('COPY ')) complete(message);
      else before.completed += 1;
    },
    handleRowDescription: ignored,
    handleDataRow: ignored,
    handleEmptyQuery: ignored,
  });
}

class PacedRows {
  failed = false;
  reason: unknown;

  constructor(private readonly rows: AsyncIterable<Buffer>) {}

  async *pieces(): AsyncGenerator<Buffer> {
    let [bytes, pieces] = [0, 0];
    try {
      for await (const piece of this.rows) {
        for (let at = 0; at < piece.length; at += longestMessage) yield piece.subarray(at, at + longestMessage);
        bytes += piece.length;
        pieces += 1;
        if (bytes < turnBytes && pieces < turnPieces) continue;
        [bytes, pieces] = [0, 0];
        await setImmediate();
      }
    } catch (reason) {
      this.failed = true;
      this.reason = reason;
      // The text of what is thrown here goes to the server's log.
      throw new Error('the rows ended early', { cause: reason });
    }
  }
}

/** The connection, but with the statement as the bytes that it is. */
function askingFor(connection: Connection, statement: Buffer): Connection {
  return Object.create(connection, { query: { value: () => sendQueryMessage(connection, statement) } }) as Connection;
}
