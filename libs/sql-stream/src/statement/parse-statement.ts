import { readName } from './names';
import { parseAlter } from './parse-alter';
import { parseGrant } from './parse-grant';
import { parseComment, parseCreate, readObject, skipTo } from './parse-object';
import { parseReset, parseSet } from './parse-setting';
import { readObjectType } from './object-types';
import { emptyInfo, type StatementInfo } from './statement-info';
import { Tokens } from './tokens';

/**
 * What a statement is about, by its own words: never by pg_dump's comments, which a table's name can forge. Reads
 * statements as pg_dump writes them (quoted identifiers or not); of others at least the verb.
 */
export function parseStatement(text: Buffer | string): StatementInfo {
  const tokens = new Tokens(text);
  const first = tokens.peek();
  if (first.kind !== 'word') return emptyInfo('', 0);
  tokens.next();
  const info = emptyInfo(first.value.toUpperCase(), first.end);
  parseBehind(tokens, info);
  return info;
}

function parseBehind(tokens: Tokens, info: StatementInfo): void {
  switch (info.verb) {
    case 'CREATE':
      return parseCreate(tokens, info);
    case 'ALTER':
      return parseAlter(tokens, info);
    case 'COMMENT':
      if (tokens.take('on')) parseComment(tokens, info);
      return;
    case 'SECURITY':
      info.verb = 'SECURITY LABEL';
      if (skipTo(tokens, 'on')) parseComment(tokens, info);
      return;
    case 'GRANT':
    case 'REVOKE':
      return parseGrant(tokens, info);
    case 'SET':
      return parseSet(tokens, info);
    case 'RESET':
      return parseReset(tokens, info);
    case 'SELECT':
      info.routine = readName(tokens);
      if (!tokens.isSymbol('(')) info.routine = null;
      return;
    case 'DROP':
    case 'REFRESH':
      info.objectType = readObjectType(tokens);
      return readObject(tokens, info);
    case 'INSERT':
    case 'COPY':
      tokens.take('into');
      info.objectType = 'TABLE';
      return readObject(tokens, info);
    default:
  }
}
