import type { Query } from '@stowbase/postgres';
import type { TargetFacts } from './target-facts';

/** From 16 on a membership may come without the right to SET ROLE, which is what giving an object away asks for. */
export async function readRoles(q: Query, serverVersionNum: number): Promise<Pick<TargetFacts, 'roles' | 'heldRoles'>> {
  const privilege = serverVersionNum >= 160_000 ? 'SET' : 'MEMBER';
  const rows = await q(
    `SELECT rolname::pg_catalog.text AS name, pg_catalog.pg_has_role(oid, $1)::pg_catalog.text AS held FROM pg_catalog.pg_roles`,
    [privilege],
  );
  const names = (only: (held: boolean) => boolean): Set<string> =>
    new Set(rows.filter((row) => only(row['held'] === 'true')).map((row) => row['name'] ?? ''));
  return { roles: names(() => true), heldRoles: names((held) => held) };
}
