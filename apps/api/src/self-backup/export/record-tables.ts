import type { EntityManager, EntityMetadata } from 'typeorm';
import { bytes, instant, json } from '../../database/column-types';

/**
 * What a backup of the records leaves out: what is over with the process or the day, what was asked of a moment that is gone, and what may
 * be told twice. Whatever is not named here is in it, also tables that come later.
 */
const leftOut: ReadonlySet<string> = new Set([
  'copy_jobs',
  'copy_leases',
  'download_links',
  'idempotency_keys',
  'import_items',
  'import_jobs',
  'known_devices',
  'login_sessions',
  'login_throttles',
  'notification_events',
  'notification_outbox',
  'probes',
  'run_log',
]);

export const columnKinds = ['text', 'number', 'boolean', 'instant', 'json', 'bytes'] as const;
export type ColumnKind = (typeof columnKinds)[number];

export interface RecordColumn {
  readonly name: string;
  readonly property: string;
  readonly kind: ColumnKind;
}

export interface RecordTable {
  readonly name: string;
  readonly entity: EntityMetadata;
  readonly columns: readonly RecordColumn[];
  /** Its rows are in the order of this property: the primary key. */
  readonly key: string;
}

/** In the order of their names. */
export function recordTables(manager: EntityManager): RecordTable[] {
  return manager.connection.entityMetadatas
    .filter(({ tableName }) => !leftOut.has(tableName))
    .map((entity) => ({
      name: entity.tableName,
      entity,
      columns: entity.columns.map(({ databaseName: name, propertyName: property, type }) => ({
        ...{ name, property, kind: kindOf(type) },
      })),
      key: onlyKey(entity),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function onlyKey({ tableName, primaryColumns: [key, another] }: EntityMetadata): string {
  if (key === undefined || another !== undefined) throw new Error(`${tableName} has no key of one column`);
  return key.propertyName;
}

function kindOf(type: unknown): ColumnKind {
  switch (type) {
    case instant:
      return 'instant';
    case json:
      return 'json';
    case bytes:
      return 'bytes';
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'bigint':
      return 'number';
    case 'varchar':
    case 'text':
      return 'text';
    default:
      throw new Error(`a backup of the records knows no column of type ${String(type)}`);
  }
}
