import { readIdentifier, readRoles } from './names';
import { readObjectType } from './object-types';
import { readObject, skipTo } from './parse-object';
import type { Privilege, StatementInfo } from './statement-info';
import type { Tokens } from './tokens';

/** Everything behind `GRANT` or `REVOKE`: of a privilege on one object, or of a role. */
export function parseGrant(tokens: Tokens, info: StatementInfo): void {
  info.grantOptionOnly = tokens.take('grant', 'option', 'for') || tokens.take('admin', 'option', 'for');
  const role = tokens.peek();
  const privileges = readPrivileges(tokens);
  if (tokens.take('on')) {
    info.privileges = privileges;
    info.objectType = readObjectType(tokens) ?? 'TABLE';
    readObject(tokens, info);
    if (!skipTo(tokens, 'to', 'from', false)) return;
  } else if (privileges.length > 0) {
    info.objectType = 'ROLE';
    info.name = role.value;
  }
  parseGrantees(tokens, info);
}

/** `SELECT, INSERT("a", "b")` up to `ON`; the roles of a GRANT of roles stand in the same place, up to `TO` or `FROM`. */
export function readPrivileges(tokens: Tokens): Privilege[] {
  const privileges: Privilege[] = [];
  do {
    const first = tokens.peek();
    const name = first.kind === 'name' ? tokens.next().value : readWords(tokens);
    if (name === '') break;
    privileges.push({ name: name === 'ALL PRIVILEGES' ? 'ALL' : name, columns: readColumns(tokens) });
  } while (tokens.isSymbol(',') && tokens.next());
  return privileges;
}

/** `TO a, b WITH GRANT OPTION` or `FROM a, b`. */
export function parseGrantees(tokens: Tokens, info: StatementInfo): void {
  if (!tokens.take('to') && !tokens.take('from')) return;
  info.grantees = readRoles(tokens);
  info.grantOption = tokens.take('with', 'grant', 'option') || tokens.take('with', 'admin', 'option');
}

const ENDS: ReadonlySet<string> = new Set(['on', 'to', 'from']);

function readWords(tokens: Tokens): string {
  const words: string[] = [];
  while (tokens.peek().kind === 'word' && !ENDS.has(tokens.peek().value)) words.push(tokens.next().value);
  return words.join(' ').toUpperCase();
}

function readColumns(tokens: Tokens): string[] {
  const columns: string[] = [];
  if (!tokens.isSymbol('(')) return columns;
  do {
    tokens.next();
    const column = readIdentifier(tokens);
    if (column !== null) columns.push(column);
  } while (tokens.isSymbol(','));
  if (tokens.isSymbol(')')) tokens.next();
  return columns;
}
