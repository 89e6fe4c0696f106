import { doBlock } from './guarded';
import { joinSql } from './join-sql';
import { lendCreate, readForeignOwners } from './owner-rights';
import { platformSchemaRegex } from '@stowbase/postgres';
import { takeBackPublicSchema } from './public-schema';
import { quoteLiteral } from '@stowbase/sql-stream';
import type { Generator } from './types';

/**
 * Takes back the target's default privileges for what the restoring role will make, so that nothing gets a grant the source never
 * gave, and gives back what PostgreSQL grants by itself where the target had taken it away (pg_dump takes both for granted).
 * The source's own defaults are set again at the end of `schema_post`. Entries of the platform's schemas stay: nothing sets them again.
 * No guard here: a target that doesn't allow this must not receive the objects.
 * Behind it, what a restore without superuser rights needs to hand objects to their owners; `managed` takes that back.
 */
export const preamble: Generator = async (q) => ({
  sql: joinSql([
    doBlock(takeBack, declarations),
    takeBackPublicSchema(),
    ...(await readForeignOwners(q)).map(lendCreate),
  ]),
  count: 1,
  warnings: [],
});

const declarations = 'entry pg_catalog.record;';

const takeBack = `FOR entry IN
  WITH defaults AS (
    SELECT a.defaclrole, a.defaclnamespace, a.defaclobjtype, a.defaclacl,
           CASE WHEN a.defaclnamespace = 0
                THEN pg_catalog.acldefault(CASE a.defaclobjtype WHEN 'S' THEN 's' ELSE a.defaclobjtype END, a.defaclrole) END AS builtin,
           pg_catalog.concat(
             'ALTER DEFAULT PRIVILEGES FOR ROLE ', pg_catalog.quote_ident(current_user),
             CASE WHEN n.nspname IS NOT NULL THEN pg_catalog.concat(' IN SCHEMA ', pg_catalog.quote_ident(n.nspname)) END) AS head,
           CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
                                WHEN 'n' THEN 'SCHEMAS' WHEN 'L' THEN 'LARGE OBJECTS' END AS kind
      FROM pg_catalog.pg_default_acl a LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
     WHERE a.defaclrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
       AND (n.nspname IS NULL OR n.nspname !~ ${quoteLiteral(platformSchemaRegex)})
  ), revokes AS (
    SELECT d.head, 'REVOKE' AS verb, x.privilege_type, d.kind, x.grantee
      FROM defaults d, pg_catalog.aclexplode(d.defaclacl) x
     WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(d.builtin) b
                        WHERE b.grantee = x.grantee AND b.privilege_type = x.privilege_type AND b.is_grantable = x.is_grantable)
  ), grants AS (
    SELECT d.head, 'GRANT' AS verb, b.privilege_type, d.kind, b.grantee
      FROM defaults d, pg_catalog.aclexplode(d.builtin) b
     WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(d.defaclacl) x
                        WHERE x.grantee = b.grantee AND x.privilege_type = b.privilege_type AND b.is_grantable = x.is_grantable)
  )
  SELECT pg_catalog.concat(s.head, ' ', s.verb, ' ', s.privilege_type, ' ON ', s.kind,
                           CASE s.verb WHEN 'GRANT' THEN ' TO ' ELSE ' FROM ' END,
                           CASE WHEN s.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(r.rolname) END) AS statement
    FROM (SELECT * FROM revokes UNION ALL SELECT * FROM grants) s
    LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.grantee
   ORDER BY s.verb DESC
LOOP
  EXECUTE entry.statement;
END LOOP;`;
