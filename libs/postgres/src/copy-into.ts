import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/**
 * Runs `COPY … FROM STDIN` on an open connection and answers how many rows the server took. `rows` is COPY's text without the line
 * `\.`; an empty source is a COPY of no rows. Back-pressure reaches `rows`.
 * @throws the driver's error as it is (the caller translates it), or what `rows` threw: the COPY has failed on the server then too.
 */
export async function copyInto(client: Client, statement: string, rows: AsyncIterable<Buffer>): Promise<number> {
  const stream = client.query(copyFrom(statement));
  await pipeline(Readable.from(rows, { objectMode: false, highWaterMark: 1024 * 1024 }), stream);
  return stream.rowCount;
}
