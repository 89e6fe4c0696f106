import { ArchiveError, type ArchiveMember } from '@stowbase/archive';
import { SqlScanner, SqlStreamError, type SqlPart } from '@stowbase/sql-stream';

const shortestLimit = 64 * 1024 * 1024;

/**
 * A member's SQL as the statements and rows it consists of. A statement can't be longer than its member.
 * @throws ArchiveError what reading throws, and `damaged` when the SQL ends in the middle
 */
export async function* partsOf(
  bytes: AsyncIterable<Buffer>,
  member: Pick<ArchiveMember, 'name' | 'offset' | 'storedSize' | 'rawSize'>,
): AsyncGenerator<SqlPart, void> {
  const scanner = new SqlScanner({ maxStatementBytes: Math.max(shortestLimit, member.rawSize) });
  for await (const chunk of bytes) yield* scanner.push(chunk);
  try {
    yield* scanner.end();
  } catch (cause) {
    throw cause instanceof SqlStreamError ? unfinished(member) : cause;
  }
}

/** Without the scanner's own words: they show the beginning of a statement, secrets and all. */
function unfinished({ name, offset, storedSize }: Pick<ArchiveMember, 'name' | 'offset' | 'storedSize'>): ArchiveError {
  return new ArchiveError(
    'damaged',
    `${name} ends in the middle of a statement or of rows.`,
    'Use another copy or another backup, and find out who made this one.',
    { place: { member: name, table: null, start: offset, end: offset + storedSize } },
  );
}
