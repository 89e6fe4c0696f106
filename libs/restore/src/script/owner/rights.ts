import type { TargetFacts } from '../../target/target-facts';

/** What somebody who owns a plain database, and is no superuser, can count on while the archive's statements run. */
export interface Rights {
  readonly user: string;
  /** The role is there, or the archive's own statements make it; `public` stands for everyone. */
  roleExists(role: string): boolean;
  /** This user may give objects to the role, now or once the archive's statements have made it a member. */
  holds(role: string): boolean;
  /** Every role that the archive makes is there in the end. */
  readonly allRolesExist: boolean;
  /** `SET session_replication_role` is allowed. */
  readonly canRestTriggers: boolean;
}

/**
 * Somebody who has to live with an owner's rights: no superuser, and not who owns a Supabase project (role postgres) either. A plain
 * database that had such a restore before looks like a platform, but its objects still aren't anybody else's.
 */
export const isOnlyOwner = (facts: TargetFacts): boolean =>
  !facts.superuser && (facts.kind === 'plain' || !facts.heldRoles.has('postgres'));

/** What the members of kind `roles` will do, guarded as they are. */
export interface RoleStatements {
  /** Roles that are made where they are missing. */
  readonly made: ReadonlySet<string>;
  /** Roles that are granted to the one who restores, because they own something. */
  readonly grantedToSelf: ReadonlySet<string>;
}

/**
 * With CREATEROLE the archive's roles come about. Up to 15 whoever has it may grant itself any role; from 16 on only those it made
 * (that a role which exists was made by this user shows in `heldRoles` when it was granted).
 */
export function rightsOf(facts: TargetFacts, roles: RoleStatements): Rights {
  const makesRoles = facts.createRole;
  const from16 = facts.serverVersionNum >= 160_000;
  return {
    user: facts.user,
    canRestTriggers: facts.canRestTriggers,
    allRolesExist: makesRoles || [...roles.made].every((role) => facts.roles.has(role)),
    roleExists: (role) => role === 'public' || facts.roles.has(role) || (makesRoles && roles.made.has(role)),
    holds: (role) =>
      facts.heldRoles.has(role) ||
      (makesRoles && roles.grantedToSelf.has(role) && (from16 ? !facts.roles.has(role) : roles.made.has(role))),
  };
}
