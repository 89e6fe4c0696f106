import { parseStatement, type StatementInfo } from '@stowbase/sql-stream';
import { innerStatements } from './inner-statements';

/** A statement with what it says, and, of a `DO` block as a backup writes it, the statements that the block runs. */
export interface Statement {
  readonly text: Buffer;
  readonly info: StatementInfo;
  readonly inner: readonly Statement[];
}

export function readStatement(text: Buffer): Statement {
  const info = parseStatement(text);
  return { text, info, inner: info.verb === 'DO' ? innerStatements(text).map(readStatement) : [] };
}
