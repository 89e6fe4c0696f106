import type { Connection } from 'pg';

/**
 * Sends a text by the simple query protocol as the bytes it is: names and literals from a database without an encoding are no
 * UTF-8, and `pg` takes strings only. ("Query (F)": Byte1('Q'), Int32 length, String.)
 */
export function sendQueryMessage(connection: Connection, text: Buffer): void {
  const { stream } = connection;
  const header = Buffer.alloc(5);
  header[0] = 0x51;
  header.writeInt32BE(4 + text.length + 1, 1);
  stream.cork();
  stream.write(header);
  stream.write(text);
  stream.write(Buffer.alloc(1));
  stream.uncork();
}
