import type { Ruling } from '../ruling';
import type { Statement } from '../statement';
import { functions } from './functions';
import { ownerTo, schemaAuthorization } from './ownership';
import { foreignPrivileges, grantees, policyRoles, userMapping } from './privileges';
import type { OwnerRule } from './owner-rule';
import type { Rights } from './rights';
import { roleNames } from './role-names';
import { superuserOnly } from './superuser-only';

/** What somebody without superuser rights can't do on a plain PostgreSQL; the first rule that says something decides. */
const rules: readonly OwnerRule[] = [
  superuserOnly,
  ownerTo,
  schemaAuthorization,
  foreignPrivileges,
  grantees,
  policyRoles,
  userMapping,
  functions,
  roleNames,
];

export function ownerRuling(statement: Statement, rights: Rights): Ruling | null {
  for (const rule of rules) {
    const ruling = rule(statement, rights);
    if (ruling !== null) return ruling;
  }
  return null;
}
