import { Tokens, type Token } from '@stowbase/sql-stream';
import { rewrite, skip } from '../ruling';
import type { OwnerRule } from './owner-rule';
import { superuserSettings } from './superuser-settings';

/** Languages whose functions can do anything on the server. */
const untrusted = /^(c|internal|.*u)$/;

/**
 * Functions in an untrusted language, or with a setting only a superuser may give, are not made. LEAKPROOF and SUPPORT only tell the
 * planner what it may do: without them the function does the same.
 */
export const functions: OwnerRule = ({ text, info }, rights) => {
  if (info.verb !== 'CREATE' || !/^(FUNCTION|PROCEDURE)$/.test(info.objectType ?? '')) return null;
  const head = headOf(text);
  if (head.language !== null && untrusted.test(head.language)) {
    return skip(`only a superuser can make a function in language ${head.language}`);
  }
  const setting = head.settings.find(
    (name) => superuserSettings.has(name) && !(name === 'session_replication_role' && rights.canRestTriggers),
  );
  if (setting !== undefined) return skip(`only a superuser can make a function that sets ${setting}`);
  if (head.hints.length === 0) return null;
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { start, end } of head.hints) {
    pieces.push(text.subarray(from, start));
    from = end;
  }
  const names = head.hints.map(({ name }) => name).join(' and ');
  return rewrite(
    Buffer.concat([...pieces, text.subarray(from)]),
    `made without ${names}, which only a superuser can give`,
  );
};

interface Head {
  language: string | null;
  settings: string[];
  /** LEAKPROOF and SUPPORT clauses, by their bytes. */
  hints: { name: string; start: number; end: number }[];
}

/** The clauses behind the arguments, up to the body. */
function headOf(text: Buffer): Head {
  const tokens = new Tokens(text);
  const head: Head = { language: null, settings: [], hints: [] };
  while (!tokens.isSymbol('(')) if (tokens.next().kind === 'end') return head;
  for (;;) {
    tokens.skipGroup();
    const token = tokens.next();
    if (token.kind === 'end') return head;
    if (token.kind !== 'word') continue;
    if (token.value === 'as' || token.value === 'begin' || token.value === 'return') return head;
    if (token.value === 'language') head.language = tokens.next().value;
    else if (token.value === 'set') head.settings.push(settingName(tokens));
    else if (token.value === 'leakproof') head.hints.push({ name: 'LEAKPROOF', start: token.start, end: token.end });
    else if (token.value === 'support')
      head.hints.push({ name: 'SUPPORT', start: token.start, end: qualifiedEnd(tokens) });
    else if (token.value === 'not') tokens.take('leakproof');
  }
}

const settingName = (tokens: Tokens): string => tokens.next().value.toLowerCase();

function qualifiedEnd(tokens: Tokens): number {
  let last: Token = tokens.next();
  while (tokens.isSymbol('.')) {
    tokens.next();
    last = tokens.next();
  }
  return last.end;
}
