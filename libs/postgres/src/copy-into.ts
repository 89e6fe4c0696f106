import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { Client, Connection } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { sendQueryMessage } from './query-message';

/** After so much the answers of the server get a turn: on a fast socket no write ever waits. */
const turnBytes = 1024 * 1024;
const turnPieces = 256;

/**
 * Runs `COPY … FROM STDIN` on an open connection and answers how many rows the server took. `rows` is COPY's text without the line
 * `\.`, in pieces of any size (from 16 KiB on it makes no difference to the speed); no pieces are a COPY of no rows. Back-pressure
 * reaches `rows`, and it is told when the COPY ends early.
 * @throws the driver's error as it is (the caller translates it), or what `rows` threw: the COPY has failed on the server then too.
 *   In both cases the connection can be used again.
 */
export async function copyInto(
  client: Client,
  statement: Buffer | string,
  rows: AsyncIterable<Buffer>,
): Promise<number> {
  const stream = copyFrom('');
  const submit = stream.submit.bind(stream);
  stream.submit = (connection) => submit(askingFor(connection, Buffer.from(statement)));
  const source = new PacedRows(rows);
  const readable = Readable.from(source.pieces(), { objectMode: false, highWaterMark: turnBytes });
  try {
    await pipeline(readable, client.query(stream));
    return stream.rowCount;
  } catch (error) {
    throw source.failed ? source.reason : error;
  }
}

class PacedRows {
  failed = false;
  reason: unknown;

  constructor(private readonly rows: AsyncIterable<Buffer>) {}

  async *pieces(): AsyncGenerator<Buffer> {
    let [bytes, pieces] = [0, 0];
    try {
      for await (const piece of this.rows) {
        yield piece;
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
