import type { Query } from '@stowbase/postgres';
import type { AvailableExtension, TargetFacts } from './target-facts';

/** An installed extension whose files are gone is installed and not available. */
export async function readExtensions(
  q: Query,
): Promise<Pick<TargetFacts, 'availableExtensions' | 'installedExtensions'>> {
  const rows = await q(
    `SELECT coalesce(a.name, e.extname)::pg_catalog.text AS name, a.default_version, coalesce(v.trusted, false)::pg_catalog.text AS trusted,
            (a.name IS NOT NULL)::pg_catalog.text AS available, n.nspname::pg_catalog.text AS schema
       FROM pg_catalog.pg_available_extensions a
       LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
       FULL JOIN pg_catalog.pg_extension e ON e.extname = a.name
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace`,
  );
  const available = new Map<string, AvailableExtension>();
  const installed = new Map<string, string>();
  for (const row of rows) {
    const name = row['name'] ?? '';
    if (row['available'] === 'true') {
      available.set(name, { name, defaultVersion: row['default_version'] ?? '', trusted: row['trusted'] === 'true' });
    }
    if (row['schema'] != null) installed.set(name, row['schema']);
  }
  return { availableExtensions: available, installedExtensions: installed };
}
