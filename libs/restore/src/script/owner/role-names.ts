import { Tokens } from '@stowbase/sql-stream';
import { rewrite } from '../ruling';
import type { OwnerRule } from './owner-rule';

/**
 * A column of type regrole takes only names of roles that are there. Where some of the backup's are not, it becomes text: its rows
 * keep every value, which otherwise couldn't be loaded at all.
 */
export const roleNames: OwnerRule = ({ text, info }, rights) => {
  const hasColumns = info.objectType === 'TABLE' && (info.verb === 'CREATE' || info.action === 'SET DEFAULT');
  if (!hasColumns || rights.allRolesExist || !text.includes('"regrole"')) return null;
  const tokens = new Tokens(text);
  const pieces: Buffer[] = [];
  let from = 0;
  for (let token = tokens.next(), before = token; token.kind !== 'end'; before = token, token = tokens.next()) {
    // A column of this name stands behind a parenthesis or a comma, and a type never does.
    if (token.kind !== 'name' || token.value !== 'regrole' || /^[(,.]$/.test(before.value)) continue;
    pieces.push(text.subarray(from, token.start), Buffer.from('"text"'));
    from = token.end;
  }
  if (from === 0) return null;
  return rewrite(
    Buffer.concat([...pieces, text.subarray(from)]),
    'its columns of type regrole are text, because roles that they may name are not here',
  );
};
