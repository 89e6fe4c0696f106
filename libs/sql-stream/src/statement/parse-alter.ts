import { readIdentifier, readName, type QualifiedName } from './names';
import { readObjectType } from './object-types';
import { parseGrantees, readPrivileges } from './parse-grant';
import { readObject, readOnTable, skipTo } from './parse-object';
import { alterActions, type StatementInfo } from './statement-info';
import type { Tokens } from './tokens';

const NAMES_A_PART = /^ADD CONSTRAINT$|^(ENABLE|DISABLE)( ALWAYS| REPLICA)? (TRIGGER|RULE)$/;

/** Everything behind `ALTER`. */
export function parseAlter(tokens: Tokens, info: StatementInfo): void {
  info.objectType = readObjectType(tokens);
  if (info.objectType === 'DEFAULT PRIVILEGES') return parseDefaultPrivileges(tokens, info);
  readObject(tokens, info);
  if (info.objectType === 'TRIGGER' || info.objectType === 'POLICY' || info.objectType === 'RULE') {
    readOnTable(tokens, info);
  }
  if (tokens.take('alter')) {
    tokens.take('column');
    tokens.next();
  }
  info.action = longest(tokens);
  if (info.action === 'OWNER TO') info.role = readIdentifier(tokens);
  if (info.action !== null && NAMES_A_PART.test(info.action)) info.part = readIdentifier(tokens);
  if (info.action === 'ADD CONSTRAINT') info.constraintType = readConstraintType(tokens);
  if (info.constraintType === 'FOREIGN KEY' && skipTo(tokens, 'references')) info.references = readName(tokens);
  info.partner = readPartner(tokens, info);
}

function readPartner(tokens: Tokens, info: StatementInfo): QualifiedName | null {
  switch (info.action) {
    case 'ATTACH PARTITION':
    case 'OWNED BY':
      return readName(tokens);
    case 'ADD TABLE':
      tokens.take('only');
      return readName(tokens);
    case 'ADD GENERATED':
      while (tokens.peek().kind !== 'end' && !tokens.isSymbol('(')) tokens.next();
      tokens.next();
      return tokens.take('sequence', 'name') ? readName(tokens) : null;
    default:
      return null;
  }
}

function readConstraintType(tokens: Tokens): string | null {
  for (const words of [['primary', 'key'], ['foreign', 'key'], ['unique'], ['check'], ['exclude']]) {
    if (tokens.take(...words)) return words.join(' ').toUpperCase();
  }
  return null;
}

function longest(tokens: Tokens): StatementInfo['action'] {
  const found = alterActions.filter((action) =>
    action.split(' ').every((word, index) => tokens.isWord(word.toLowerCase(), index)),
  );
  const action = found.sort((a, b) => b.length - a.length)[0] ?? null;
  if (action !== null) tokens.take(...action.toLowerCase().split(' '));
  return action;
}

function parseDefaultPrivileges(tokens: Tokens, info: StatementInfo): void {
  if (tokens.take('for', 'role') || tokens.take('for', 'user')) info.role = readIdentifier(tokens);
  if (tokens.take('in', 'schema')) info.schema = readIdentifier(tokens);
  info.action = tokens.take('grant') ? 'GRANT' : tokens.take('revoke') ? 'REVOKE' : null;
  info.grantOptionOnly = tokens.take('grant', 'option', 'for');
  info.privileges = readPrivileges(tokens);
  if (tokens.take('on')) info.defaultsFor = readDefaultsFor(tokens);
  parseGrantees(tokens, info);
}

function readDefaultsFor(tokens: Tokens): string {
  return tokens.take('large', 'objects') ? 'LARGE OBJECTS' : tokens.next().value.toUpperCase();
}
