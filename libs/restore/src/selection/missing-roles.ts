import { Tokens, quoteIdent, type StatementInfo } from '@stowbase/sql-stream';

/** What becomes of a statement where roles that it names are missing. */
export type WithoutRoles = { readonly text: Buffer } | { readonly reason: string };

const namesRoles: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'GRANT', 'REVOKE']);

/**
 * Fails closed: what would give or restrict something for a role that the target doesn't have gives nobody else anything. A GRANT or
 * OWNER TO is left out; a permissive policy too, because it may be for others as well; a restrictive one stays for the roles that are here.
 */
export function withoutMissingRoles(text: Buffer, info: StatementInfo, roles: ReadonlySet<string>): WithoutRoles {
  const named = [...info.grantees, ...(info.role === null ? [] : [info.role])].filter((role) => role !== 'public');
  const missing = named.filter((role) => !roles.has(role));
  if (missing.length === 0 || !namesRoles.has(info.verb)) return { text };
  const absent = `role${missing.length > 1 ? 's' : ''} ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not on the target`;
  if (info.objectType === 'POLICY' && info.verb === 'CREATE') {
    const left = info.grantees.filter((role) => !missing.includes(role));
    if (info.policy?.restrictive === true) {
      return left.length > 0
        ? { text: forRoles(text, left) }
        : { reason: `The policy restricts nobody here: ${absent}.` };
    }
    return { reason: `The policy is left out, so nothing is open through it: ${absent}.` };
  }
  if (info.action === 'OWNER TO') return { reason: `It belongs to whoever restores it: ${absent}.` };
  return { reason: `It is left out: ${absent}.` };
}

/** The policy with another list of roles behind its TO. */
function forRoles(text: Buffer, roles: readonly string[]): Buffer {
  const tokens = new Tokens(text);
  while (tokens.peek().kind !== 'end' && !tokens.take('to')) tokens.next();
  const { start } = tokens.peek();
  let { end } = tokens.next();
  while (tokens.isSymbol(',')) {
    tokens.next();
    end = tokens.next().end;
  }
  const list = roles.map((role) => (role === 'public' ? 'PUBLIC' : quoteIdent(role))).join(', ');
  return Buffer.concat([text.subarray(0, start), Buffer.from(list), text.subarray(end)]);
}
