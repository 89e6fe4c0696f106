import { readIdentifier } from './names';
import type { StatementInfo } from './statement-info';
import type { Tokens } from './tokens';

/** Everything behind `SET`: a setting, a role or the session authorization. */
export function parseSet(tokens: Tokens, info: StatementInfo): void {
  if (tokens.take('session', 'authorization')) return setRole(tokens, info, 'session_authorization');
  tokens.take('session');
  tokens.take('local');
  if (tokens.take('role')) return setRole(tokens, info, 'role');
  if (tokens.take('time', 'zone')) {
    info.setting = { name: 'timezone', value: restOf(tokens) };
    return;
  }
  const name = readSettingName(tokens);
  if (name === null) return;
  if (tokens.isSymbol('=')) tokens.next();
  else tokens.take('to');
  info.setting = { name, value: restOf(tokens) };
}

/** Everything behind `RESET`. */
export function parseReset(tokens: Tokens, info: StatementInfo): void {
  const name = tokens.take('session', 'authorization') ? 'session_authorization' : readSettingName(tokens);
  if (name !== null) info.setting = { name, value: null };
}

function setRole(tokens: Tokens, info: StatementInfo, setting: string): void {
  const isDefault = tokens.isWord('default') || tokens.isWord('none');
  info.setting = { name: setting, value: restOf(tokens) };
  info.role = isDefault ? null : roleName(tokens);
}

function roleName(tokens: Tokens): string | null {
  const token = tokens.peek();
  return token.kind === 'string' ? token.value.slice(1, -1).replaceAll("''", "'") : readIdentifier(tokens);
}

function readSettingName(tokens: Tokens): string | null {
  let name = readIdentifier(tokens);
  while (name !== null && tokens.isSymbol('.')) {
    tokens.next();
    name += `.${readIdentifier(tokens) ?? ''}`;
  }
  return name?.toLowerCase() ?? null;
}

/** The text from the next token to the `;`, as written. */
function restOf(tokens: Tokens): string {
  const rest = tokens.sql.slice(tokens.peek().start).replace(/\s*;\s*$/, '');
  return Buffer.from(rest, 'latin1').toString('utf8');
}
