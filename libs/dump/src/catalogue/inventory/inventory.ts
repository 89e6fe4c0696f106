import { integer, text } from '../rows';
import { platformSchemaRegex } from '@stowbase/postgres';
import type { CatalogueWarning, Query } from '../types';
import { restorePitfalls } from './restore-pitfalls';
import { hiddenUserMappings } from './user-mappings';

/** Facts about the source that no script carries. Tables and what may be read of them are the dump's scope. */
export interface Inventory {
  readonly serverEncoding: string;
  readonly collation: string;
  /** null where this role may not ask. */
  readonly databaseBytes: number | null;
  /** `bytes` is null where only a superuser could add them up before the dump. */
  readonly largeObjects: { readonly count: number; readonly bytes: number | null };
  /** The user's own, with the tables he put into `supabase_realtime`. */
  readonly publications: number;
  /** Materialized views of the user's, filled or not. */
  readonly materializedViews: number;
  /** Relations, types, functions of the user's schemas: component `schema`. */
  readonly schemaObjects: number;
  /** Names in Supabase's vault; their values can't be restored elsewhere. null: vault.secrets is there and can't be read. */
  readonly vaultSecrets: readonly string[] | null;
  /** User mappings of foreign servers whose options this role can't see. */
  readonly hiddenUserMappings: readonly string[];
  /** Things that are known to go wrong in a restore. */
  readonly warnings: readonly CatalogueWarning[];
}

export async function inventory(q: Query): Promise<Inventory> {
  const [row] = await q(
    `SELECT pg_catalog.current_setting('server_encoding') AS encoding, d.datcollate::pg_catalog.text AS collation,
            CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT') THEN pg_catalog.pg_database_size(d.oid) END::pg_catalog.text AS bytes,
            (SELECT pg_catalog.count(*) FROM pg_catalog.pg_largeobject_metadata)::pg_catalog.text AS large_objects,
            (SELECT pg_catalog.count(*) FROM pg_catalog.pg_publication p
              WHERE p.pubname !~ '^supabase_realtime' OR p.pubname = 'supabase_realtime'
                    AND EXISTS (SELECT FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid))::pg_catalog.text AS publications,
            (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind = 'm' AND n.nspname !~ $1)::pg_catalog.text AS matviews,
            ((SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND n.nspname !~ $1 AND c.relpersistence <> 't')
             + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace WHERE n.nspname !~ $1)
             + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                 WHERE t.typtype IN ('e', 'd', 'r') AND n.nspname !~ $1))::pg_catalog.text AS objects
       FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`,
    [platformSchemaRegex],
  );
  const facts = row ?? {};
  const count = integer(facts, 'large_objects');
  return {
    serverEncoding: text(facts, 'encoding'),
    collation: text(facts, 'collation'),
    databaseBytes: facts.bytes == null ? null : Number(facts.bytes),
    largeObjects: { count, bytes: count === 0 ? 0 : await largeObjectBytes(q) },
    publications: integer(facts, 'publications'),
    materializedViews: integer(facts, 'matviews'),
    schemaObjects: integer(facts, 'objects'),
    vaultSecrets: await readVaultSecrets(q),
    hiddenUserMappings: await hiddenUserMappings(q),
    warnings: await restorePitfalls(q),
  };
}

async function largeObjectBytes(q: Query): Promise<number | null> {
  const [access] = await q(
    `SELECT pg_catalog.has_table_privilege('pg_catalog.pg_largeobject', 'SELECT')::pg_catalog.text AS readable`,
  );
  if (access?.readable !== 'true') return null;
  const [row] = await q(
    'SELECT coalesce(pg_catalog.sum(pg_catalog.octet_length(data)), 0)::pg_catalog.text AS bytes FROM pg_catalog.pg_largeobject',
  );
  return Number(row?.bytes ?? 0);
}

/** Names only: an unnamed secret is listed by its id. The values are never selected. */
async function readVaultSecrets(q: Query): Promise<string[] | null> {
  const [access] = await q(
    `SELECT (pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))::pg_catalog.text AS readable
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'vault' AND c.relname = 'secrets'`,
  );
  if (access === undefined) return [];
  if (access.readable !== 'true') return null;
  const rows = await q('SELECT coalesce(name, id::pg_catalog.text) AS name FROM vault.secrets ORDER BY 1');
  return rows.map((row) => text(row, 'name'));
}
