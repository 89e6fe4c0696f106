import { openArchive, type Archive, type MemberKind, type MemberSpec } from '@stowbase/archive';
import { bufferSource, buildSmallArchive } from '@stowbase/archive/testing';
import type { ConnectionSettings } from '@stowbase/postgres';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import type { StatementPlace } from '../errors';
import { restoreInOneTransaction, type TransactionHooks } from '../run/one-transaction';
import type { RunContext, RunCounts } from '../run/run-types';
import type { RestoreScript } from '../script/restore-script';
import { noHooks, runNotes, type RunNotes } from './run-target';
import { wholeScript } from './whole-script';

/** A member of an archive made up for a test: its kind, and its SQL without the RESET ALL at its end. */
export interface MadeUpMember {
  readonly kind: MemberKind;
  readonly sql: string | Buffer;
  /** Of the table whose rows it has. */
  readonly name?: string;
  /** Longer than 4 MiB. */
  readonly long?: boolean;
}

export async function madeUpArchive(members: readonly MadeUpMember[]): Promise<Archive> {
  return openArchive(bufferSource(await madeUpBytes(members)));
}

export function madeUpBytes(members: readonly MadeUpMember[]): Promise<Buffer> {
  return buildSmallArchive({
    members: members.map(({ kind, sql, name, long = false }) => {
      const spec: MemberSpec = { group: 'sql', kind, ...(name === undefined ? {} : { name }) };
      return { spec, sql: Buffer.concat([Buffer.from(sql), Buffer.from('\nRESET ALL;\n')]), stream: long };
    }),
  });
}

export type SmallRun = Partial<RunContext> & {
  readonly lockWaitSeconds?: number;
  readonly hooks?: Partial<TransactionHooks>;
  readonly rules?: Partial<RestoreScript>;
};

/** A RestoreError, PostgresError or ArchiveError. */
export interface FailedRestore extends Error {
  readonly code: string;
  readonly nextStep: string;
  readonly detail?: string;
  readonly place?: StatementPlace;
}

/** One server for a describe; each test has a database of its own in it. */
export class SmallTarget {
  private constructor(
    readonly server: ScratchServer,
    readonly database: string,
    readonly user: string,
  ) {}

  static start(): Promise<ScratchServer> {
    return startScratchServer({ preload: [] });
  }

  static async on(server: ScratchServer, options = ''): Promise<SmallTarget> {
    const database = `target_${(made += 1)}`;
    await server.with('postgres', 'postgres', (client) => client.query(`CREATE DATABASE ${database} ${options}`));
    return new SmallTarget(server, database, 'postgres');
  }

  as(user: string): SmallTarget {
    return new SmallTarget(this.server, this.database, user);
  }

  get settings(): ConnectionSettings {
    return this.server.settings(this.user, this.database);
  }

  with<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.server.with(this.user, this.database, work);
  }

  /** The first column of what a query answers. */
  column(sql: string): Promise<unknown[]> {
    return this.with(async (client) => {
      const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
      return rows.map(([first]) => first);
    });
  }

  /** Every relation, type and function of a user; empty in a new database. */
  objects(): Promise<unknown[]> {
    return this.column(
      `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
       UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
  }

  async run(
    members: readonly MadeUpMember[] | Archive,
    { hooks, rules, ...change }: SmallRun = {},
  ): Promise<{ counts: RunCounts; notes: RunNotes }> {
    const archive = 'manifest' in members ? members : await madeUpArchive(members);
    const notes = await runNotes(archive, this.settings, { script: wholeScript(archive, rules), ...change });
    const counts = await restoreInOneTransaction(notes.context, { ...noHooks, ...hooks });
    return { counts, notes };
  }

  /** The error of a restore that must fail. */
  async failure(members: readonly MadeUpMember[] | Archive, change: SmallRun = {}): Promise<FailedRestore> {
    const failure: unknown = await this.run(members, change).then(
      () => new Error('the restore succeeded'),
      (error: unknown) => error,
    );
    if (failure instanceof Error && 'nextStep' in failure) return failure as FailedRestore;
    throw failure;
  }
}

let made = 0;

/** Everything that an error shows or that a logger could print of it. */
export function everyText(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const fields = Object.getOwnPropertyNames(error).map((name) => Reflect.get(error, name) as unknown);
  return [
    error.message,
    error.stack,
    ...fields.map((field) => (field instanceof Error ? everyText(field) : JSON.stringify(field))),
  ].join('\n');
}
