/** Pieces of catalogue SQL that the fingerprint's queries share. All names come out qualified, because the session's search_path is empty. */

/** Condition: a schema that a person or the platform made (also `public`). */
export const ownSchema = (n: string): string => `${n}.nspname <> 'information_schema' AND ${n}.nspname !~ '^pg_'`;

/** Condition: not made by an extension. */
export const notFromExtension = (catalogue: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS x WHERE x.classid = 'pg_catalog.${catalogue}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`;

/** Name of a role; PUBLIC for 0. */
export const role = (oid: string): string =>
  `(CASE ${oid} WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(${oid})::text END)`;

/**
 * Grants as `{grantee=PRIVILEGE*<grantor,…}`, `*` for the grant option; a NULL list reads as the defaults it stands for.
 * `type` is acldefault()'s letter, `owner` the owner's oid.
 */
export const acl = (list: string, type: string, owner: string): string =>
  grants(`coalesce(${list}, acldefault('${type}', ${owner}))`);

/** As `acl`, for lists whose NULL means nothing (columns). */
export const grants = (list: string): string => `(SELECT coalesce('{' || string_agg(
    ${role('a.grantee')} || '=' || a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END || '<' || ${role('a.grantor')},
    ',' ORDER BY ${role('a.grantee')} COLLATE "C", a.privilege_type COLLATE "C", a.is_grantable, ${role('a.grantor')} COLLATE "C") || '}', '{}')
  FROM aclexplode(${list}) AS a)`;

/** A text array in alphabetical order, without elements that are like `not`; NULL for an empty one. */
export const sorted = (array: string, not = ''): string =>
  `(SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(${array}) AS o WHERE o NOT LIKE '${not}')`;

/** One query of the fingerprint: rows of (object, facts). */
export interface FingerprintQuery {
  kind: string;
  sql: string;
}
