import { joinSql } from '../join-sql';
import { readForeignOwners, takeCreateBack } from '../owner-rights';
import type { CatalogueScript, Generator } from '../types';
import { foreignObjects } from './foreign-objects';
import { managedGrant, readManagedGrants } from './managed-grants';
import { managedPolicies, readManagedPolicies } from './managed-policies';
import { managedTrigger, readManagedTriggers } from './managed-triggers';

interface OnTable {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** What `managed` saves, so that `platform` can leave it out. */
export interface UsersOwnManagedObjects {
  readonly triggers: readonly OnTable[];
  readonly policies: readonly OnTable[];
}

export interface ManagedScript extends CatalogueScript {
  readonly own: UsersOwnManagedObjects;
}

/**
 * The user's triggers and policies on the platform's tables, and what his own roles may do there; what else he added there is named, because it can't be restored.
 * Being the first script behind `schema_post`, it also ends the rights that `preamble` lent for the restore.
 */
export const managed: Generator<ManagedScript> = async (q) => {
  const triggers = await readManagedTriggers(q);
  const policies = await readManagedPolicies(q);
  const grants = await readManagedGrants(q);
  return {
    sql: joinSql([
      ...managedPolicies(policies),
      ...triggers.map(managedTrigger),
      ...grants.map(managedGrant),
      ...(await readForeignOwners(q)).map(takeCreateBack),
    ]),
    count: triggers.length + policies.length + grants.length,
    warnings: await foreignObjects(q),
    own: { triggers: triggers.map(onTable), policies: policies.map(onTable) },
  };
};

export function isUsersOwnManagedObject(
  own: UsersOwnManagedObjects,
  kind: 'trigger' | 'policy',
  object: OnTable,
): boolean {
  const list = kind === 'trigger' ? own.triggers : own.policies;
  return list.some((one) => one.schema === object.schema && one.table === object.table && one.name === object.name);
}

function onTable({ schema, table, name }: OnTable): OnTable {
  return { schema, table, name };
}
