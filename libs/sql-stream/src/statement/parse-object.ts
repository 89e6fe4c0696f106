import { readIdentifier, readName, readOperatorName, readRoles } from './names';
import { readObjectType } from './object-types';
import type { StatementInfo } from './statement-info';
import type { Tokens } from './tokens';

/** Types whose own name is never qualified and that live beside a table named after `ON`. */
const ON_TABLE: ReadonlySet<string> = new Set(['TRIGGER', 'POLICY', 'RULE', 'CONSTRAINT']);
const NO_SCHEMA: ReadonlySet<string> = new Set(['CAST', 'TRANSFORM']);

/** Reads `[IF [NOT] EXISTS] [ONLY] name [(arguments)] [USING method]` of an object of this type. */
export function readObject(tokens: Tokens, info: StatementInfo): void {
  if (tokens.take('if', 'not', 'exists')) info.ifNotExists = true;
  tokens.take('if', 'exists');
  tokens.take('concurrently');
  if (tokens.take('only')) info.only = true;
  const type = info.objectType;
  if (type === null || NO_SCHEMA.has(type)) return;
  if (type === 'USER MAPPING') return readUserMapping(tokens, info);
  info.nameStart = tokens.peek().start;
  if (type === 'LARGE OBJECT') {
    info.name = tokens.next().value;
    return;
  }
  const named = type === 'OPERATOR' ? readOperatorName(tokens) : readName(tokens);
  info.schema = type === 'SCHEMA' || type.endsWith('IN SCHEMA') ? (named?.name ?? null) : (named?.schema ?? null);
  info.name = named?.name ?? null;
  tokens.skipGroup();
  if (type.startsWith('OPERATOR ') && tokens.take('using')) readIdentifier(tokens);
}

/** `ON [ONLY] table` directly behind the name of an index, trigger, policy, rule or constraint. */
export function readOnTable(tokens: Tokens, info: StatementInfo): void {
  if (!tokens.take('on')) return;
  if (tokens.take('only')) info.only = true;
  tokens.take('domain');
  setTable(tokens, info);
}

/** Everything behind `CREATE`. */
export function parseCreate(tokens: Tokens, info: StatementInfo): void {
  if (tokens.take('or', 'replace')) info.orReplace = true;
  info.objectType = readObjectType(tokens);
  readObject(tokens, info);
  switch (info.objectType) {
    case 'INDEX':
      return readOnTable(tokens, info);
    case 'POLICY':
      return parsePolicy(tokens, info);
    case 'TRIGGER':
    case 'EVENT TRIGGER':
      return parseTrigger(tokens, info);
    case 'RULE':
      if (skipTo(tokens, 'to')) setTable(tokens, info);
      return;
    case 'STATISTICS':
      if (skipTo(tokens, 'from')) setTable(tokens, info, false);
      return;
    default:
  }
}

/** Everything behind `COMMENT ON` or `SECURITY LABEL … ON`. */
export function parseComment(tokens: Tokens, info: StatementInfo): void {
  info.objectType = readObjectType(tokens);
  readObject(tokens, info);
  if (info.objectType !== null && ON_TABLE.has(info.objectType)) readOnTable(tokens, info);
}

/** `ON table [AS RESTRICTIVE] [FOR command] [TO roles]`. */
function parsePolicy(tokens: Tokens, info: StatementInfo): void {
  readOnTable(tokens, info);
  const restrictive = tokens.take('as') && tokens.next().value === 'restrictive';
  const command = tokens.take('for') ? tokens.next().value.toUpperCase() : 'ALL';
  info.policy = { restrictive, command };
  if (tokens.take('to')) info.grantees = readRoles(tokens);
}

function readUserMapping(tokens: Tokens, info: StatementInfo): void {
  if (!tokens.take('for')) return;
  info.role = readIdentifier(tokens);
  if (tokens.take('server')) info.name = readIdentifier(tokens);
}

function parseTrigger(tokens: Tokens, info: StatementInfo): void {
  if (skipTo(tokens, 'on')) {
    if (info.objectType === 'TRIGGER') setTable(tokens, info);
    else tokens.next();
  }
  if (!skipTo(tokens, 'execute')) return;
  if (tokens.take('function') || tokens.take('procedure')) info.routine = readName(tokens);
}

function setTable(tokens: Tokens, info: StatementInfo, ownSchema = true): void {
  info.on = readName(tokens);
  if (ownSchema) info.schema = info.on?.schema ?? null;
}

/** Goes to a word outside parentheses and behind it (or, with `take` false, before it); false when it does not come. */
export function skipTo(tokens: Tokens, word: string, other = word, take = true): boolean {
  for (;;) {
    tokens.skipGroup();
    const token = tokens.peek();
    if (token.kind === 'end') return false;
    const found = token.kind === 'word' && (token.value === word || token.value === other);
    if (found && !take) return true;
    tokens.next();
    if (found) return true;
  }
}
