import type { QualifiedName } from '@stowbase/sql-stream';
import { tableKey, type TableName } from '../table-name';
import { keyOf } from './archive-index';
import { derivedName, restBehind } from './derived-name';

/** Answers whether the target, or this run, has a relation of this name already. */
export interface TakenNames {
  has(schema: string, name: string): boolean;
  take(schema: string, name: string): void;
}

/**
 * Tables that come back together: all that keep their names, or one table under another name with its partitions. First everything
 * that belongs to them is added, then `settle` finds the new names, so that none of them meets a name that comes back as it was.
 */
export class TableFamily {
  readonly tables = new Map<string, TableName>();
  /** Top-level columns of a table; null where a parent or a type has more. */
  readonly columns = new Map<string, ReadonlySet<string> | null>();
  private readonly relations = new Map<string, { table: TableName; name: TableName }>();
  private readonly statistics = new Map<string, { table: TableName; name: TableName }>();
  private readonly constraints = new Set<string>();
  private readonly constraintIndexes = new Set<string>();
  private readonly newRelations = new Map<string, TableName>();
  private readonly newStatistics = new Map<string, TableName>();
  private readonly newConstraints = new Map<string, string>();

  /** @param rename null: everything keeps its name */
  constructor(readonly rename: { readonly from: TableName; readonly to: TableName } | null) {}

  addTable(table: TableName): void {
    this.tables.set(tableKey(table), table);
    this.addRelation(table, table);
  }

  /** A sequence or an index. */
  addRelation(table: TableName, name: TableName): void {
    this.relations.set(tableKey(name), { table, name });
  }

  /** A primary key, UNIQUE or EXCLUDE: constraint and index are one and share the name. */
  addConstraintIndex(table: TableName, name: string): void {
    this.addRelation(table, { schema: table.schema, name });
    this.constraintIndexes.add(JSON.stringify([table.schema, table.name, name]));
  }

  addStatistics(table: TableName, name: TableName): void {
    this.statistics.set(tableKey(name), { table, name });
  }

  /** A CHECK or a foreign key: no relation, but a partition's must be called as its parent's. */
  addConstraint(name: string): void {
    this.constraints.add(name);
  }

  owns(name: QualifiedName): boolean {
    return this.relations.has(keyOf(name));
  }

  get relationNames(): TableName[] {
    return [...this.relations.values()].map(({ name }) => name);
  }

  settle(taken: TakenNames): void {
    if (this.rename === null) return;
    const { from, to } = this.rename;
    taken.take(to.schema, to.name);
    this.newRelations.set(tableKey(from), to);
    for (const table of this.tables.values()) this.settleName(this.newRelations, taken, from, table);
    for (const { table, name } of this.relations.values()) this.settleName(this.newRelations, taken, table, name);
    // Statistics have a name space of their own; one that is free among relations too is free there.
    for (const { table, name } of this.statistics.values()) this.settleName(this.newStatistics, taken, table, name);
    this.settleConstraints();
  }

  /** The new name of a table, sequence or index of this family; null for anything else. */
  relation(name: QualifiedName): TableName | null {
    return this.rename === null
      ? (this.relations.get(keyOf(name))?.name ?? null)
      : (this.newRelations.get(keyOf(name)) ?? null);
  }

  newStatisticsName(name: QualifiedName): TableName | null {
    return this.newStatistics.get(keyOf(name)) ?? null;
  }

  /** The new name of a constraint of this table: its index's where it has one. */
  constraint(table: TableName, name: string): string {
    const hasIndex = this.constraintIndexes.has(JSON.stringify([table.schema, table.name, name]));
    const renamed = hasIndex
      ? this.newRelations.get(tableKey({ schema: table.schema, name }))?.name
      : this.newConstraints.get(name);
    return renamed ?? name;
  }

  newTableName(table: TableName): TableName {
    return this.relation(table) ?? table;
  }

  private settleName(into: Map<string, TableName>, taken: TakenNames, table: TableName, old: TableName): void {
    const { schema, name: to } = this.newRelations.get(tableKey(table)) ?? table;
    if (into.has(tableKey(old))) return;
    const name = derivedName(old.name, { from: table.name, to }, (candidate) => taken.has(schema, candidate));
    taken.take(schema, name);
    into.set(tableKey(old), { schema, name });
  }

  private settleConstraints(): void {
    const longestFirst = [...this.tables.values()].sort((a, b) => b.name.length - a.name.length);
    const ownerOf = (name: string): TableName | undefined =>
      longestFirst.find((table) => restBehind(name, table.name) !== null);
    const used = new Set([...this.constraints].filter((name) => ownerOf(name) === undefined));
    for (const name of this.constraints) {
      const owner = ownerOf(name);
      if (owner === undefined) continue;
      const to = this.newTableName(owner).name;
      const derived = derivedName(name, { from: owner.name, to }, (candidate) => used.has(candidate));
      used.add(derived);
      this.newConstraints.set(name, derived);
    }
  }
}
