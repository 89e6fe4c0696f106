/**
 * Common table expression `api (oid, name)`: the roles that requests to the API act as, and every role these can become: PostgREST
 * takes the role from the token, so it may be any that `authenticator` is a member of.
 */
export const apiRoles = `
  api AS (
    SELECT r.oid, r.rolname::pg_catalog.text AS name
      FROM pg_catalog.pg_roles r
     WHERE EXISTS (SELECT FROM pg_catalog.pg_roles b
                    WHERE b.rolname IN ('anon', 'authenticated', 'service_role', 'authenticator')
                      AND pg_catalog.pg_has_role(b.oid, r.oid, 'MEMBER'))
  )`;
