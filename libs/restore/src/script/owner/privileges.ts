import { quoteIdent, Tokens } from '@stowbase/sql-stream';
import { rewrite, skip } from '../ruling';
import type { Statement } from '../statement';
import type { OwnerRule } from './owner-rule';

/** GRANT, REVOKE and default privileges: roles that are not here are left out. */
export const grantees: OwnerRule = (statement, rights) => {
  const { info } = statement;
  const isDefault = info.objectType === 'DEFAULT PRIVILEGES';
  if (!isDefault && info.verb !== 'GRANT' && info.verb !== 'REVOKE') return null;
  if (isDefault && info.role !== null && !rights.holds(info.role)) {
    return skip(
      rights.roleExists(info.role)
        ? `only role ${info.role} can say what it grants by default, and ${rights.user} can't act as that role`
        : `role ${info.role} is not here`,
    );
  }
  const missing = info.grantees.filter((role) => !rights.roleExists(role));
  if (missing.length === 0) return null;
  const reason = notHere(missing);
  const here = info.grantees.filter((role) => rights.roleExists(role));
  return here.length === 0 ? skip(reason) : rewrite(withRoles(statement, here), reason);
};

/** Privileges on what belongs to the server's superuser. */
export const foreignPrivileges: OwnerRule = ({ info }, rights) => {
  const given = info.verb === 'GRANT' || info.verb === 'REVOKE';
  const ofSuperuser = /^(LANGUAGE|FOREIGN DATA WRAPPER|PARAMETER|TABLESPACE)$/.test(info.objectType ?? '');
  return given && ofSuperuser ? skip(`it isn't ${rights.user}'s to grant`) : null;
};

export const userMapping: OwnerRule = ({ info }, rights) =>
  info.verb === 'CREATE' && info.objectType === 'USER MAPPING' && info.role !== null && !rights.roleExists(info.role)
    ? skip(notHere([info.role]))
    : null;

/**
 * A policy is never widened. One for roles that are not here is not made: nobody gets rows through it. A restrictive one takes rows
 * away, so it is made for those of its roles that are here; without any, nobody is there whom it could restrict.
 */
export const policyRoles: OwnerRule = (statement, rights) => {
  const { info } = statement;
  if (info.verb !== 'CREATE' || info.policy === null) return null;
  const missing = info.grantees.filter((role) => !rights.roleExists(role));
  if (missing.length === 0) return null;
  const here = info.grantees.filter((role) => rights.roleExists(role));
  if (!info.policy.restrictive) return skip(`${notHere(missing)}; access through this policy stays closed`);
  return here.length > 0
    ? rewrite(withRoles(statement, here), `it restricts the roles that are here; ${notHere(missing)}`)
    : skip(`${notHere(missing)}, and it restricts nobody else`);
};

const notHere = (roles: readonly string[]): string =>
  roles.length === 1 ? `role ${roles[0] ?? ''} is not here` : `roles ${roles.join(', ')} are not here`;

/** The statement with another list of roles behind its `TO` or `FROM`; `public` is PUBLIC. */
function withRoles({ text, info }: Statement, roles: readonly string[]): Buffer {
  const tokens = new Tokens(text);
  const list = roles.map((role) => (role === 'public' ? 'PUBLIC' : quoteIdent(role))).join(', ');
  for (;;) {
    tokens.skipGroup();
    const token = tokens.next();
    if (token.kind === 'end') return text;
    if (token.kind !== 'word' || (token.value !== 'to' && token.value !== 'from')) continue;
    const start = tokens.peek().start;
    let end = start;
    for (let count = 0; count < info.grantees.length; count++) {
      if (count > 0) tokens.next();
      tokens.take('group');
      end = tokens.next().end;
    }
    return Buffer.concat([text.subarray(0, start), Buffer.from(list), text.subarray(end)]);
  }
}
