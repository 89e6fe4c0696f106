import type { Archive, ArchiveMember } from '@stowbase/archive';
import { SqlScanner, type CopyBeginPart, type StatementPart } from '@stowbase/sql-stream';

export interface MemberStatement {
  readonly part: StatementPart | CopyBeginPart;
  /** Counts the statements and COPYs of the member from 0, as `RestoreScript.decide` does. */
  readonly index: number;
}

/** A member's statements, read as they are needed: a caller that has seen enough just stops. */
export async function* statementsOf(archive: Archive, member: ArchiveMember): AsyncGenerator<MemberStatement> {
  const scanner = new SqlScanner({ maxStatementBytes: Math.max(member.rawSize, 1) });
  let index = 0;
  for await (const chunk of archive.readMember(member.name)) {
    for (const part of scanner.push(chunk)) {
      if (part.type !== 'statement' && part.type !== 'copy-begin') continue;
      yield { part, index };
      index += 1;
    }
  }
  scanner.end();
}

/** Members that say what tables are, the platform's too; those of `history` hold rows besides. */
export const hasDefinitions = ({ group, kind }: ArchiveMember): boolean =>
  group === 'platform'
    ? kind === 'definitions' || kind === 'constraints'
    : group === 'sql' && (kind === 'schema' || kind === 'schema_post' || kind === 'history');
