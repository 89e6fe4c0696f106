import { Readable } from 'node:stream';
import type { MemberSpec } from '@stowbase/archive';
import { SettingsTracker, type SqlPart } from '@stowbase/sql-stream';
import type { ArchiveTarget } from './archive-target';
import { CopyMembers, type CopiedTable } from './copy-members';
import { StatementMembers } from './statement-members';
import { memberLimit } from './slab-pool';

export interface StoredTable extends CopiedTable {
  schema: string;
  name: string;
}

/** How one pg_dump's statements and rows become members. */
export interface StorePlan {
  /** Statements to store in place of this one: itself, a rewritten one, or none. */
  rewrite: (part: SqlPart) => SqlPart[];
  statementSpec(statement: Buffer): MemberSpec;
  copySpec(schema: string, table: string): MemberSpec;
  /** True when the target's triggers exist before these rows arrive. */
  quietTriggers(schema: string): boolean;
  /** `rows` is null when a table begins, then how many it had. */
  onTable?: (schema: string, name: string, rows: number | null) => void;
}

/** Stores a whole dump, in its order. Nothing is decoded; rows are copied once. */
export async function storeDump(
  parts: AsyncIterable<SqlPart[]>,
  target: ArchiveTarget,
  plan: StorePlan,
): Promise<StoredTable[]> {
  const store = new DumpStore(target, plan);
  try {
    for await (const batch of parts) for (const part of batch) await store.take(part);
    return await store.finish();
  } catch (cause) {
    store.abandon(cause);
    throw cause;
  }
}

class DumpStore {
  private readonly settings = new SettingsTracker();
  private readonly tables: StoredTable[] = [];
  private statements: { spec: MemberSpec; members: StatementMembers } | null = null;
  private copy: { schema: string; name: string; members: CopyMembers } | null = null;

  constructor(
    private readonly target: ArchiveTarget,
    private readonly plan: StorePlan,
  ) {}

  async take(part: SqlPart): Promise<void> {
    switch (part.type) {
      case 'copy-data':
        await this.copy?.members.push(part.bytes, part.rows);
        return;
      case 'copy-begin':
        await this.beginCopy(part);
        return;
      case 'copy-end':
        await this.endCopy();
        return;
      case 'statement':
      case 'meta':
      case 'rest':
        for (const kept of this.plan.rewrite(part)) if (kept.type === 'statement') await this.addStatement(kept);
    }
  }

  async finish(): Promise<StoredTable[]> {
    await this.closeStatements();
    return this.tables;
  }

  /** Nothing more comes: a member that waits for the rest of its row fails, and with it whoever waits for that member. */
  abandon(cause: unknown): void {
    this.copy?.members.abandon(cause);
  }

  private async beginCopy(part: SqlPart & { type: 'copy-begin' }): Promise<void> {
    await this.closeStatements();
    const { schema, table } = part.target;
    this.plan.onTable?.(schema, table, null);
    const quiet = this.plan.quietTriggers(schema);
    this.copy = {
      schema,
      name: table,
      members: new CopyMembers(this.target, this.plan.copySpec(schema, table), this.settings.preamble(), part.text, {
        quiet,
      }),
    };
  }

  private async endCopy(): Promise<void> {
    if (this.copy === null) return;
    const { schema, name, members } = this.copy;
    this.copy = null;
    const copied = await members.finish();
    this.tables.push({ schema, name, ...copied });
    this.plan.onTable?.(schema, name, copied.rows);
  }

  private async addStatement(part: SqlPart & { type: 'statement' }): Promise<void> {
    const spec = this.plan.statementSpec(part.text);
    if (this.statements !== null && !sameSpec(this.statements.spec, spec)) await this.closeStatements();
    this.statements ??= { spec, members: new StatementMembers(storeAs(this.target, spec), this.settings) };
    await this.statements.members.add(Buffer.concat([part.lead, part.text]), part.text);
  }

  private async closeStatements(): Promise<void> {
    await this.statements?.members.close();
    this.statements = null;
  }
}

const sameSpec = (a: MemberSpec, b: MemberSpec): boolean =>
  a.group === b.group && a.kind === b.kind && a.name === b.name;

/** Stores finished pieces of SQL under one name, each as the next member. */
export const storeAs =
  (target: ArchiveTarget, spec: MemberSpec) =>
  async (sql: Buffer): Promise<void> => {
    if (sql.length <= memberLimit) await target.addBuffer(spec, sql);
    else await target.addLong(spec, once(sql));
  };

function once(sql: Buffer): AsyncIterable<Buffer> {
  return Readable.from(pieces(sql));
}

function* pieces(sql: Buffer): Generator<Buffer> {
  for (let start = 0; start < sql.length; start += memberLimit) yield sql.subarray(start, start + memberLimit);
}
