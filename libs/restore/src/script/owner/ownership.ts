import { Tokens } from '@stowbase/sql-stream';
import { rewrite, skip } from '../ruling';
import type { OwnerRule } from './owner-rule';
import type { Rights } from './rights';

/** What is made belongs to the one who restores when it can't be given away. */
export const ownerTo: OwnerRule = ({ info }, rights) =>
  info.action !== 'OWNER TO' || info.role === null || rights.holds(info.role) ? null : skip(keepsIt(info.role, rights));

/** `CREATE SCHEMA … AUTHORIZATION somebody`: the schema is made without it. */
export const schemaAuthorization: OwnerRule = ({ text, info }, rights) => {
  if (info.verb !== 'CREATE' || info.objectType !== 'SCHEMA') return null;
  const tokens = new Tokens(text);
  for (let token = tokens.next(); token.kind !== 'end'; token = tokens.next()) {
    if (token.kind !== 'word' || token.value !== 'authorization') continue;
    const role = tokens.next();
    if (rights.holds(role.value)) return null;
    const named = info.name !== null && info.nameStart < token.start;
    const instead = named ? '' : `"${role.value.replaceAll('"', '""')}"`;
    const changed = Buffer.concat([text.subarray(0, token.start), Buffer.from(instead), text.subarray(role.end)]);
    return rewrite(changed, keepsIt(role.value, rights));
  }
  return null;
};

const keepsIt = (role: string, rights: Rights): string =>
  rights.roleExists(role)
    ? `it belongs to ${rights.user}, who can't give it to role ${role}`
    : `it belongs to ${rights.user}, because role ${role} is not here`;
