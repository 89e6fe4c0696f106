import type { SqlPart } from '../part';
import { SqlScanner } from './sql-scanner';

/** A whole script in memory as its parts. Throws `SqlStreamError` when it is cut off. */
export function splitStatements(script: Buffer): SqlPart[] {
  const scanner = new SqlScanner({ maxStatementBytes: Math.max(script.length, 1) });
  return [...scanner.push(script), ...scanner.end()];
}
