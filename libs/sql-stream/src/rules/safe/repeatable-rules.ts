import { drop, type Rule } from '../rule';
import type { StatementInfo } from '../../statement/statement-info';

const IF_NOT_EXISTS: ReadonlySet<string> = new Set(['SCHEMA', 'TABLE', 'SEQUENCE']);
const OR_REPLACE: ReadonlySet<string> = new Set(['VIEW', 'FUNCTION', 'TRIGGER']);

/** What makes a statement work where the object is there already, or on an older server. */
export const repeatableRules: readonly Rule[] = [
  {
    id: 'transaction-timeout-out',
    fix: 5,
    applies: (info) => info.verb === 'SET' && info.setting?.name === 'transaction_timeout',
    change: drop,
  },
  {
    id: 'if-not-exists',
    fix: null,
    applies: (info) => info.verb === 'CREATE' && IF_NOT_EXISTS.has(info.objectType ?? '') && !info.ifNotExists,
    change: (text, info) =>
      isPlain(text, info) && info.nameStart > 0 ? insert(text, info.nameStart, 'IF NOT EXISTS ') : text,
  },
  {
    id: 'or-replace',
    fix: null,
    applies: (info) => info.verb === 'CREATE' && OR_REPLACE.has(info.objectType ?? '') && !info.orReplace,
    change: (text, info) => (isPlain(text, info) ? insert(text, info.verbEnd, ' OR REPLACE') : text),
  },
];

/** No word between CREATE and the type: UNLOGGED, CONSTRAINT or RECURSIVE ones stay as they are. */
function isPlain(text: Buffer, info: StatementInfo): boolean {
  const next = /^\s+([a-z]+)/i.exec(text.toString('latin1', info.verbEnd, info.verbEnd + 40));
  return next?.[1]?.toUpperCase() === info.objectType;
}

function insert(text: Buffer, at: number, words: string): Buffer {
  return Buffer.concat([text.subarray(0, at), Buffer.from(words), text.subarray(at)]);
}
