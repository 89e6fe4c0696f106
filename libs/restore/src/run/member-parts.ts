import type { ArchiveMember } from '@stowbase/archive';
import { SqlScanner, type SqlPart } from '@stowbase/sql-stream';

const shortestLimit = 64 * 1024 * 1024;

/** A member's SQL as the statements and rows it consists of. A statement can't be longer than its member. */
export async function* partsOf(
  bytes: AsyncIterable<Buffer>,
  member: Pick<ArchiveMember, 'rawSize'>,
): AsyncGenerator<SqlPart, void> {
  const scanner = new SqlScanner({ maxStatementBytes: Math.max(shortestLimit, member.rawSize) });
  for await (const chunk of bytes) yield* scanner.push(chunk);
  yield* scanner.end();
}
