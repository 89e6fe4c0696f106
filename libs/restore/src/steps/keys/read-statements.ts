import type { Archive, ArchiveMember } from '@stowbase/archive';
import { SqlScanner, type CopyBeginPart, type SqlPart, type StatementPart } from '@stowbase/sql-stream';

export interface MemberStatement {
  readonly part: StatementPart | CopyBeginPart;
  readonly member: ArchiveMember;
  /** Of the statements and COPYs of the member, from 0. */
  readonly index: number;
}

/** The statements and COPYs of a member, without rows. */
export async function* readStatements(archive: Archive, member: ArchiveMember): AsyncGenerator<MemberStatement> {
  const scanner = new SqlScanner({ maxStatementBytes: Math.max(member.rawSize, 1) });
  let index = 0;
  const placed = function* (parts: readonly SqlPart[]): Generator<MemberStatement> {
    for (const part of parts) {
      if (part.type === 'statement' || part.type === 'copy-begin') yield { part, member, index: index++ };
    }
  };
  for await (const chunk of archive.readMember(member.name)) yield* placed(scanner.push(chunk));
  yield* placed(scanner.end());
}
