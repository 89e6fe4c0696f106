import { joinSql } from '../join-sql';
import type { CatalogueContext, CatalogueScript, Query } from '../types';
import { commentOnRole, createPlatformRole, createRole } from './create-role';
import { grantForOwnership, grantMembership, readMemberships, type Membership } from './memberships';
import { readRoles, type Role } from './role-rows';
import { applySetting, readSettings } from './settings';
import { databaseGrants, parameterGrants } from './shared-grants';

export interface RolesScript extends CatalogueScript {
  /** The user's own roles and memberships: component `roles`. */
  readonly roles: number;
  readonly memberships: number;
  /** Component `role_settings`. */
  readonly roleSettings: number;
  /** The user's login roles: passwords can't be read, they must be set again. */
  readonly passwordsToSet: readonly string[];
}

/**
 * Roles, memberships, settings, grants on the database and on parameters. Roles of the platform are made (without login) where
 * something here refers to them and they are missing, and are never altered; their memberships and settings are kept.
 */
export async function roles(q: Query, ctx: CatalogueContext): Promise<RolesScript> {
  const all = await readRoles(q);
  const own = all.filter((role) => role.origin === 'user');
  const memberships = await readMemberships(q, ctx);
  const settings = await readSettings(q);
  const sql = joinSql([
    ...neededPlatformRoles(all, memberships).map((role) => createPlatformRole(role, { bypassRls: false })),
    ...own.map(createRole),
    ...own.map(commentOnRole),
    ...memberships.map(grantMembership),
    ...own.filter((role) => role.owns).map((role) => grantForOwnership(role.name)),
    ...settings.map(applySetting),
    ...(await databaseGrants(q)),
    ...(await parameterGrants(q, ctx)),
  ]);
  const passwordsToSet = own.filter((role) => role.login).map((role) => role.name);
  return {
    sql,
    count: own.length + settings.length,
    roles: own.length,
    memberships: memberships.length,
    roleSettings: settings.length,
    passwordsToSet,
    warnings: ownersWithoutMembership(own, memberships, ctx).map((role) => ({
      code: 'MEMBERSHIP_ADDED_FOR_RESTORE',
      text: `Objects belong to this role and ${ctx.currentUser} is not a member of it: a restore that is not run by a superuser makes it one.`,
      object: role.name,
    })),
  };
}

function neededPlatformRoles(all: readonly Role[], memberships: readonly Membership[]): Role[] {
  const own = new Set(all.filter((role) => role.origin === 'user').map((role) => role.name));
  const paired = new Set(
    memberships
      .filter((grant) => own.has(grant.role) || own.has(grant.member))
      .flatMap((grant) => [grant.role, grant.member]),
  );
  return all.filter((role) => role.origin === 'platform' && (role.referenced || paired.has(role.name)));
}

function ownersWithoutMembership(
  own: readonly Role[],
  memberships: readonly Membership[],
  ctx: CatalogueContext,
): Role[] {
  const held = new Set(
    memberships.filter((grant) => grant.member === ctx.currentUser && grant.inherit).map((grant) => grant.role),
  );
  return own.filter((role) => role.owns && role.name !== ctx.currentUser && !held.has(role.name));
}
