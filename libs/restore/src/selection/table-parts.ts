import { Tokens, type QualifiedName, type StatementInfo } from '@stowbase/sql-stream';
import { tableKey, type TableName } from '../table-name';
import { keyOf, qualified, type ArchiveIndex } from './archive-index';
import { readRelationLiteral } from './regclass-literal';
import { readTableHead } from './table-columns';
import type { TableFamily } from './table-family';

/** What a statement is for the table that it belongs to. */
export type PartKind =
  | 'table'
  | 'sequence'
  | 'identity'
  | 'sequence value'
  | 'partition'
  | 'index partition'
  | 'foreign key'
  | 'trigger'
  | 'rule'
  | 'policy'
  | 'publication'
  | 'owner'
  | 'other';

export interface TablePart {
  readonly kind: PartKind;
  readonly family: TableFamily;
  /** By its old name. */
  readonly table: TableName;
  readonly info: StatementInfo;
  /** Of a statement about a named part of the table (a comment on it, its switch): the part's own name. */
  readonly named: string | null;
}

interface Owner {
  readonly family: TableFamily;
  readonly table: TableName;
}

/**
 * Finds out to which selected table each statement of the archive belongs, in the archive's order: indexes and statistics are known
 * from their CREATE on, owned sequences from the index.
 */
export class TableParts {
  private readonly relations = new Map<string, Owner>();
  private readonly statistics = new Map<string, Owner>();

  constructor(families: readonly TableFamily[], index: ArchiveIndex) {
    for (const family of families) {
      for (const [key, table] of family.tables) this.relations.set(key, { family, table });
    }
    for (const [sequence, table] of index.sequenceOwners) {
      const owner = this.relations.get(table);
      if (owner !== undefined) this.addRelation(owner, JSON.parse(sequence) as [string, string]);
    }
  }

  find(text: Buffer, info: StatementInfo): TablePart | null {
    switch (info.verb) {
      case 'CREATE':
        return this.created(text, info);
      case 'ALTER':
        return this.altered(info);
      case 'COMMENT':
      case 'SECURITY LABEL':
        return this.described(info);
      case 'GRANT':
      case 'REVOKE':
        return info.objectType === 'TABLE' || info.objectType === 'SEQUENCE' ? this.part('other', info, info) : null;
      case 'SELECT':
        return info.routine?.name === 'setval' ? this.part('sequence value', setvalSequence(text), info) : null;
      default:
        return null;
    }
  }

  private created(text: Buffer, info: StatementInfo): TablePart | null {
    switch (info.objectType) {
      case 'TABLE':
      case 'FOREIGN TABLE':
        return this.noted(this.part('table', info, info), ({ family, table }) => {
          const head = readTableHead(text);
          family.columns.set(tableKey(table), head.columns);
          head.constraints.forEach((name) => family.addConstraint(name));
        });
      case 'SEQUENCE':
        return this.part('sequence', info, info);
      case 'INDEX':
        return this.noted(this.part('other', info.on, info), (part) => {
          if (info.name !== null) this.addRelation(part, [part.table.schema, info.name]);
        });
      case 'STATISTICS':
        return this.noted(this.part('other', info.on, info), (part) => this.addStatistics(part, info));
      case 'TRIGGER':
        return this.part('trigger', info.on, info, info.name);
      case 'RULE':
        return this.part('rule', info.on, info, info.name);
      case 'POLICY':
        return this.part('policy', info.on, info, info.name);
      default:
        return null;
    }
  }

  private altered(info: StatementInfo): TablePart | null {
    switch (info.objectType) {
      case 'PUBLICATION':
        return info.action === 'ADD TABLE' ? this.part('publication', info.partner, info, info.name) : null;
      case 'STATISTICS':
        return this.partOf('other', this.statistics.get(keyOf({ schema: info.schema, name: info.name ?? '' })), info);
      case 'TRIGGER':
      case 'RULE':
      case 'POLICY':
        return this.part(ofTable[info.objectType], info.on, info, info.name);
      case 'INDEX':
        return info.action === 'ATTACH PARTITION'
          ? this.attached('index partition', info)
          : this.part('other', info, info);
      default:
        return this.alteredRelation(info);
    }
  }

  private alteredRelation(info: StatementInfo): TablePart | null {
    switch (info.action) {
      case 'ATTACH PARTITION':
        return this.attached('partition', info);
      case 'ADD GENERATED':
        return this.noted(this.part('identity', info, info), (part) => {
          const sequence = info.partner === null ? null : qualified(info.partner);
          if (sequence !== null) this.addRelation(part, [sequence.schema, sequence.name]);
        });
      case 'ADD CONSTRAINT':
        return this.noted(
          this.part(info.constraintType === 'FOREIGN KEY' ? 'foreign key' : 'other', info, info, info.part),
          (part) => this.addConstraint(part, info),
        );
      case 'OWNER TO':
        return this.part('owner', info, info);
      case 'ENABLE TRIGGER':
      case 'ENABLE ALWAYS TRIGGER':
      case 'ENABLE REPLICA TRIGGER':
      case 'DISABLE TRIGGER':
        return this.part('trigger', info, info, info.part);
      case 'ENABLE RULE':
      case 'ENABLE ALWAYS RULE':
      case 'ENABLE REPLICA RULE':
      case 'DISABLE RULE':
        return this.part('rule', info, info, info.part);
      default:
        return this.part('other', info, info);
    }
  }

  private described(info: StatementInfo): TablePart | null {
    switch (info.objectType) {
      case 'TRIGGER':
      case 'RULE':
      case 'POLICY':
        return this.part(ofTable[info.objectType], info.on, info, info.name);
      case 'CONSTRAINT':
        return this.part('other', info.on, info, info.name);
      case 'STATISTICS':
        return this.partOf('other', this.statistics.get(keyOf({ schema: info.schema, name: info.name ?? '' })), info);
      case 'TABLE':
      case 'FOREIGN TABLE':
      case 'COLUMN':
      case 'INDEX':
      case 'SEQUENCE':
        return this.part('other', info, info);
      default:
        return null;
    }
  }

  /** Of an ATTACH: the partition's, whose parent may not be selected. */
  private attached(kind: PartKind, info: StatementInfo): TablePart | null {
    return this.part(kind, info.partner, info);
  }

  private part(
    kind: PartKind,
    relation: { schema: string | null; name: string | null } | null,
    info: StatementInfo,
    named: string | null = null,
  ): TablePart | null {
    if (relation?.name == null) return null;
    const name: QualifiedName = { schema: relation.schema, name: relation.name };
    return this.partOf(kind, this.relations.get(keyOf(name)), info, named);
  }

  private partOf(
    kind: PartKind,
    owner: Owner | undefined,
    info: StatementInfo,
    named: string | null = null,
  ): TablePart | null {
    return owner === undefined ? null : { kind, family: owner.family, table: owner.table, info, named };
  }

  private noted(part: TablePart | null, note: (part: TablePart) => void): TablePart | null {
    if (part !== null) note(part);
    return part;
  }

  private addRelation({ family, table }: Owner, [schema, name]: readonly [string, string]): void {
    this.relations.set(tableKey({ schema, name }), { family, table });
    family.addRelation(table, { schema, name });
  }

  private addStatistics({ family, table }: Owner, info: StatementInfo): void {
    const statistics = qualified(info);
    if (statistics === null) return;
    this.statistics.set(tableKey(statistics), { family, table });
    family.addStatistics(table, statistics);
  }

  private addConstraint({ family, table }: Owner, info: StatementInfo): void {
    if (info.part === null) return;
    if (
      info.constraintType !== 'PRIMARY KEY' &&
      info.constraintType !== 'UNIQUE' &&
      info.constraintType !== 'EXCLUDE'
    ) {
      family.addConstraint(info.part);
      return;
    }
    this.relations.set(tableKey({ schema: table.schema, name: info.part }), { family, table });
    family.addConstraintIndex(table, info.part);
  }
}

const ofTable = { TRIGGER: 'trigger', RULE: 'rule', POLICY: 'policy' } as const;

/** The sequence of `SELECT pg_catalog.setval('"s"."q"', 5, true);`. */
function setvalSequence(text: Buffer): QualifiedName | null {
  const tokens = new Tokens(text);
  for (let token = tokens.next(); token.kind !== 'end'; token = tokens.next()) {
    if (token.kind === 'string') return readRelationLiteral(token);
  }
  return null;
}
