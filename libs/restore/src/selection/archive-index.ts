import type { Archive } from '@stowbase/archive';
import { parseStatement, type QualifiedName, type StatementInfo } from '@stowbase/sql-stream';
import { tableKey, type TableName } from '../table-name';
import { hasDefinitions, statementsOf } from './member-statements';

/** What the archive's definitions say of each other; found out in one pass, because what belongs to a table may stand before it is known. */
export interface ArchiveIndex {
  /** Every table that the archive could create, also foreign and partitioned ones, by `tableKey`. */
  readonly tables: ReadonlyMap<string, TableName>;
  /** Parent → its partitions, in the order in which they are attached. */
  readonly partitions: ReadonlyMap<string, readonly TableName[]>;
  /** Partition → its parent. */
  readonly parents: ReadonlyMap<string, string>;
  /** Sequence → the table of the column that owns it. */
  readonly sequenceOwners: ReadonlyMap<string, string>;
  /** Sequences, views and the like. */
  readonly relations: ReadonlySet<string>;
  /** Enums, domains, composite types and ranges. */
  readonly types: ReadonlySet<string>;
  /** Functions, procedures and aggregates, by their names without arguments. */
  readonly routines: ReadonlySet<string>;
}

/** @throws ArchiveError when a member is damaged. */
export async function readArchiveIndex(archive: Archive): Promise<ArchiveIndex> {
  const index = new IndexBuilder();
  for (const member of archive.members.filter(hasDefinitions)) {
    for await (const { part } of statementsOf(archive, member)) {
      if (part.type === 'statement') index.note(parseStatement(part.text));
    }
  }
  return index;
}

class IndexBuilder implements ArchiveIndex {
  readonly tables = new Map<string, TableName>();
  readonly partitions = new Map<string, TableName[]>();
  readonly parents = new Map<string, string>();
  readonly sequenceOwners = new Map<string, string>();
  readonly relations = new Set<string>();
  readonly types = new Set<string>();
  readonly routines = new Set<string>();

  note(info: StatementInfo): void {
    const object = qualified(info);
    if (object === null) return;
    if (info.verb === 'CREATE') this.created(info, object);
    else if (info.verb === 'ALTER') this.altered(info, object);
  }

  private created(info: StatementInfo, object: TableName): void {
    const key = tableKey(object);
    switch (info.objectType) {
      case 'TABLE':
      case 'FOREIGN TABLE':
        this.tables.set(key, object);
        return;
      case 'SEQUENCE':
      case 'VIEW':
      case 'MATERIALIZED VIEW':
        this.relations.add(key);
        return;
      case 'TYPE':
      case 'DOMAIN':
        this.types.add(key);
        return;
      case 'FUNCTION':
      case 'PROCEDURE':
      case 'AGGREGATE':
        this.routines.add(key);
        return;
      default:
    }
  }

  private altered(info: StatementInfo, object: TableName): void {
    const partner = info.partner === null ? null : qualified(info.partner);
    if (partner === null) return;
    if (info.action === 'OWNED BY') this.sequenceOwners.set(tableKey(object), tableKey(partner));
    if (info.action !== 'ATTACH PARTITION' || info.objectType === 'INDEX') return;
    const parent = tableKey(object);
    const known = this.partitions.get(parent);
    if (known === undefined) this.partitions.set(parent, [partner]);
    else known.push(partner);
    this.parents.set(tableKey(partner), parent);
  }
}

/** pg_dump qualifies every name. */
export function qualified({ schema, name }: { schema: string | null; name: string | null }): TableName | null {
  return schema === null || name === null ? null : { schema, name };
}

export const keyOf = (name: QualifiedName): string => tableKey({ schema: name.schema ?? '', name: name.name });
