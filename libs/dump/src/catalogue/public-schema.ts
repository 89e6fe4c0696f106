import { doBlock } from './guarded';

/**
 * The schema `public` is on the target already, with grants of the platform's; pg_dump writes only what the source granted. Without
 * this a privilege taken away at the source (`REVOKE USAGE ON SCHEMA public FROM service_role`) would be back after a restore.
 */
export const takeBackPublicSchema = (): string =>
  doBlock(
    `FOR entry IN
  SELECT DISTINCT pg_catalog.quote_ident(r.rolname) AS grantee
    FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
   WHERE n.nspname = 'public' AND a.grantee <> n.nspowner AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')
LOOP
  EXECUTE pg_catalog.concat('REVOKE ALL ON SCHEMA "public" FROM ', entry.grantee);
END LOOP;`,
    'entry pg_catalog.record;',
  );
