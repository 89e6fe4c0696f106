import type { Client } from 'pg';
import { RestoreError } from '../../errors';
import type { RunCounts } from '../../run/run-types';
import type { TargetKind } from '../../target/target-facts';
import { recordSchema } from './record-schema';

/** Which archive a record is about. */
export interface ArchiveIdentity {
  readonly backupId: string;
  /** Of the whole archive file, lower-case hex. */
  readonly fileSha256: string;
}

/** What is under way: writing rows, then indexes, constraints and what leans on them, then the last step, which opens the schemas. */
export type StepPhase = 'rows' | 'keys' | 'finish';

/** A schema that was closed, and what its access list has to get back. */
export interface ClosedSchema {
  readonly schema: string;
  /** Had USAGE before; `role` is null for PUBLIC. */
  readonly taken: readonly { readonly role: string | null; readonly grantOption: boolean }[];
  /** Roles that were given USAGE for the time of the restore, because they own objects here and had it through PUBLIC. */
  readonly lent: readonly string[];
}

/** One committed transaction, or one piece of one. `key`: an index or a constraint. `round`: everything that follows a round of keys. */
export type DoneStep =
  | { readonly step: 'definitions' }
  | { readonly step: 'rows'; readonly member: number }
  | { readonly step: 'key'; readonly member: number; readonly statement: number }
  | { readonly step: 'round'; readonly round: number };

/** What a restore in steps has done so far: exactly what is committed, because each line is committed with what it records. */
export interface RestoreRecord extends ArchiveIdentity {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Which members and tables were asked for; a restore goes on only with the same. */
  readonly scriptSha256: string;
  /** As it was found at the beginning: afterwards a plain target has the platform's roles and schemas too. */
  readonly targetKind: TargetKind;
  readonly phase: StepPhase;
  readonly closedSchemas: readonly ClosedSchema[];
  /** `stepKey` of each. */
  readonly done: ReadonlySet<string>;
  /** Of everything that is done. */
  readonly counts: RunCounts;
}

export function stepKey(step: DoneStep): string {
  switch (step.step) {
    case 'definitions':
      return 'definitions 0 0';
    case 'rows':
      return `rows ${step.member} 0`;
    case 'key':
      return `key ${step.member} ${step.statement}`;
    case 'round':
      return `round 0 ${step.round}`;
  }
}

/** The record of a restore in steps that isn't finished; null when there is none. @throws RestoreError when it is another role's. */
export async function readRecord(client: Client): Promise<RestoreRecord | null> {
  const { rows: there } = await client.query<Row>(
    `SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE')::pg_catalog.text AS readable
       FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
      WHERE n.nspname = '${recordSchema}' AND c.relname = 'restore'`,
  );
  if (there[0] === undefined) return null;
  if (there[0]['readable'] !== 'true') throw anotherRoles();
  const { rows } = await client.query<Row>(readAll);
  return rows[0] === undefined ? null : recordOf(rows[0]);
}

type Row = Record<string, string>;

/** In one statement, so that all of it is of one moment. */
const readAll = `
  SELECT r.backup_id, r.file_sha256, r.script_sha256, r.target_kind, r.phase,
         pg_catalog.to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS started_at,
         (SELECT pg_catalog.json_agg(c.access ORDER BY c.schema COLLATE "C")::pg_catalog.text FROM ${recordSchema}.closed_schema c) AS closed,
         (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(pg_catalog.concat_ws(' ', d.step, d.member, d.statement), d.counts)
                                     ORDER BY d.at, d.member, d.statement)::pg_catalog.text FROM ${recordSchema}.done d) AS done
    FROM ${recordSchema}.restore r`;

function recordOf(row: Row): RestoreRecord {
  const done = JSON.parse(row['done'] ?? '[]') as [string, string][];
  return {
    backupId: row['backup_id'] ?? '',
    fileSha256: row['file_sha256'] ?? '',
    scriptSha256: row['script_sha256'] ?? '',
    startedAt: row['started_at'] ?? '',
    targetKind: row['target_kind'] as TargetKind,
    phase: row['phase'] as StepPhase,
    closedSchemas: (JSON.parse(row['closed'] ?? '[]') as string[]).map((access) => JSON.parse(access) as ClosedSchema),
    done: new Set(done.map(([key]) => key)),
    counts: done.reduce((sum, [, counts]) => addCounts(sum, decodeCounts(counts)), noCounts()),
  };
}

export const noCounts = (): RunCounts => ({ statements: 0, rows: new Map(), skipped: [] });

export function addCounts(sum: RunCounts, more: RunCounts): RunCounts {
  sum.statements += more.statements;
  for (const [table, rows] of more.rows) sum.rows.set(table, (sum.rows.get(table) ?? 0) + rows);
  sum.skipped.push(...more.skipped);
  return sum;
}

/** What was counted since the last time; the counting goes on from nothing. */
export function takeCounts(counts: RunCounts): RunCounts {
  const taken = { statements: counts.statements, rows: new Map(counts.rows), skipped: [...counts.skipped] };
  counts.statements = 0;
  counts.rows.clear();
  counts.skipped.length = 0;
  return taken;
}

export const encodeCounts = (counts: RunCounts): string => JSON.stringify({ ...counts, rows: [...counts.rows] });

function decodeCounts(text: string): RunCounts {
  const counts = JSON.parse(text) as Omit<RunCounts, 'rows'> & { rows: [string, number][] };
  return { ...counts, rows: new Map(counts.rows) };
}

const anotherRoles = (): RestoreError =>
  new RestoreError(
    'RESTORE_UNFINISHED',
    'A restore in steps that another role began here is unfinished.',
    `Connect as the role that owns the schema ${recordSchema} and go on with --resume.`,
  );
