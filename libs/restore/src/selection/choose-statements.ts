import type { Archive, ArchiveMember, Contents } from '@stowbase/archive';
import { parseStatement } from '@stowbase/sql-stream';
import { tableKey, type TableName } from '../table-name';
import type { TargetFacts } from '../target/target-facts';
import type { ArchiveIndex } from './archive-index';
import { leftOut, quietly, type LeftOut } from './left-out';
import { hasDefinitions, statementsOf } from './member-statements';
import type { Needs } from './needs';
import type { TableFamily } from './table-family';
import { TableParts, type TablePart } from './table-parts';

/** A statement of a selected table; `part` is null for SET ROLE and RESET ROLE around a GRANT. */
export interface ChosenStatement {
  readonly part: TablePart | null;
  readonly leftOut: LeftOut | null;
}

export interface ChosenStatements {
  /** Member's number → statement's index → statement. */
  readonly members: ReadonlyMap<number, ReadonlyMap<number, ChosenStatement>>;
  /** Tables whose CREATE is among them, by `tableKey`. */
  readonly created: ReadonlySet<string>;
}

export interface ChooseOptions {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly families: readonly TableFamily[];
  readonly index: ArchiveIndex;
  /** Members that the script runs; the platform's definitions are looked at for tables under another name even where they are not among them. */
  readonly inScript: (member: ArchiveMember) => boolean;
  readonly facts: TargetFacts | undefined;
  /** Roles that are there when the statements run; null when that isn't known. */
  readonly roles: ReadonlySet<string> | null;
  readonly needs: Needs | null;
}

/** Goes through the definitions and sequence values once and picks what belongs to the families. */
export async function chooseStatements(options: ChooseOptions): Promise<ChosenStatements> {
  const chooser = new StatementChooser(options);
  const { archive, contents } = options;
  const withRows = new Set(contents.tables.flatMap((table) => table.members));
  for (const member of archive.members) {
    if (withRows.has(member.number)) continue;
    if (hasDefinitions(member)) await chooser.definitions(member);
    else if (member.group === 'sql' && member.kind === 'data' && options.inScript(member)) await chooser.values(member);
  }
  chooser.settle();
  return chooser;
}

class StatementChooser implements ChosenStatements {
  readonly members = new Map<number, Map<number, ChosenStatement>>();
  readonly created = new Set<string>();
  private readonly parts: TableParts;
  /** Triggers, policies and the like that will not be there: what is said of them goes too. */
  private readonly absent = new Set<string>();
  private readonly triggers = new Set<string>();
  private readonly switches: { part: TablePart; member: number; index: number }[] = [];
  private largeObjectsBegan = false;

  constructor(private readonly options: ChooseOptions) {
    this.parts = new TableParts(options.families, options.index);
  }

  async definitions(member: ArchiveMember): Promise<void> {
    const inScript = this.options.inScript(member);
    let grant = -1;
    for await (const { part: sql, index } of statementsOf(this.options.archive, member)) {
      if (sql.type !== 'statement') continue;
      const info = parseStatement(sql.text);
      const part = this.parts.find(sql.text, info);
      if (part !== null && (inScript || part.family.rename !== null)) {
        this.choose(member, index, part, sql.text);
        // Who granted may not even see a copy in another schema: there the owner grants.
        if ((info.verb === 'GRANT' || info.verb === 'REVOKE') && part.family.rename === null) grant = index;
      } else if (info.verb === 'RESET' && info.setting?.name === 'role' && grant === index - 1) {
        for (const around of [index - 2, index]) this.put(member, around, { part: null, leftOut: null });
      }
    }
  }

  /** Sequence values stand before the contents of large objects, which may be the most of an archive. */
  async values(member: ArchiveMember): Promise<void> {
    if (this.largeObjectsBegan) return;
    for await (const { part: sql, index } of statementsOf(this.options.archive, member)) {
      if (sql.type !== 'statement') continue;
      const info = parseStatement(sql.text.subarray(0, 4096));
      if (info.routine?.name === 'lo_put') this.largeObjectsBegan = true;
      if (info.routine?.name.startsWith('lo_') === true) return;
      const part = this.parts.find(sql.text, info);
      if (part !== null) this.choose(member, index, part, sql.text);
    }
  }

  /** A partition's switch of a trigger is for one that its parent gives it, which may stand behind it. */
  settle(): void {
    for (const { part, member, index } of this.switches) {
      if (!this.hasTrigger(part.table, part.named ?? '')) {
        this.members.get(member)?.set(index, { part, leftOut: { reason: 'Its trigger is left out.', named: false } });
      }
    }
  }

  private choose(member: ArchiveMember, index: number, part: TablePart, text: Buffer): void {
    const leftOut = this.leftOut(part, text);
    this.put(member, index, { part, leftOut });
    const { kind, info } = part;
    if (leftOut !== null) {
      if (part.named !== null) this.absent.add(partKey(part));
      return;
    }
    if (kind === 'table') this.created.add(tableKey(part.table));
    if (kind === 'trigger' && info.verb === 'CREATE') this.triggers.add(triggerKey(part.table, info.name ?? ''));
    if (kind === 'trigger' && info.verb === 'ALTER') this.switches.push({ part, member: member.number, index });
    this.options.needs?.statement(text, part);
  }

  private put({ number }: ArchiveMember, index: number, chosen: ChosenStatement): void {
    const statements = this.members.get(number) ?? new Map<number, ChosenStatement>();
    statements.set(index, chosen);
    this.members.set(number, statements);
  }

  private leftOut(part: TablePart, text: Buffer): LeftOut | null {
    if (part.named !== null && this.absent.has(partKey(part))) return quietly;
    const { facts, families, roles } = this.options;
    return leftOut(part, text, { facts, roles, kept: families[0] });
  }

  private hasTrigger(table: TableName, name: string): boolean {
    const { tables, parents } = this.options.index;
    for (let at: TableName | undefined = table; at !== undefined; at = tables.get(parents.get(tableKey(at)) ?? '')) {
      if (this.triggers.has(triggerKey(at, name))) return true;
    }
    return false;
  }
}

const triggerKey = (table: TableName, name: string): string => JSON.stringify([tableKey(table), name]);
/** A comment on a foreign key doesn't say that it is one. */
const partKey = ({ kind, table, named }: TablePart): string =>
  JSON.stringify([kind === 'foreign key' ? 'other' : kind, tableKey(table), named]);
