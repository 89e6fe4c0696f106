import { platformSchemaRegex, type Query } from '@stowbase/postgres';
import { commonTables, type CatalogueObject, type ObjectKind } from './catalogue-object';
import { namedObjects } from './named-objects';
import { onTables, serviceRoleRegex } from './on-tables';
import { relationsAndTypes } from './relations-and-types';

/**
 * Every object of this database but PostgreSQL's own and those of extensions, in one query. For inside a transaction with an empty
 * search_path and quote_all_identifiers = on: identity arguments are written as pg_dump writes them.
 */
export async function readInventory(q: Query): Promise<CatalogueObject[]> {
  const arms = [...relationsAndTypes, ...onTables, ...namedObjects];
  const rows = await q(`${commonTables} ${arms.join(' UNION ALL ')}`, [platformSchemaRegex, serviceRoleRegex]);
  return rows.map((row) => ({
    kind: row['kind'] as ObjectKind,
    type: row['type'] ?? '',
    schema: row['schema'] ?? '',
    on: row['on'] ?? '',
    name: row['name'] ?? '',
    args: row['args'] ?? '',
    own: row['own'] === 'true',
  }));
}
