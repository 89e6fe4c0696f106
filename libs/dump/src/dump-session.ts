import type { ArchiveTarget } from './archive-target';
import type { Query } from './catalogue/types';
import type { Coverage } from './coverage';
import type { DumpCommand } from './pg-dump-arguments';
import { tellingLines } from './dump-warnings';
import { pgDumpParts } from './pg-dump-parts';
import type { ProgressMeter } from './progress-meter';
import type { BackupRequest, Warning } from './request';
import type { Scope } from './scope/scope';
import type { SourceFacts } from './source';
import type { StageClock } from './stage-clock';
import type { SqlPart } from '@stowbase/sql-stream';

/** Everything the sections of one dump share. */
export interface DumpSession {
  request: BackupRequest;
  facts: SourceFacts;
  scope: Scope;
  /** Dumps that read rows at once. */
  jobs: number;
  query: Query;
  target: ArchiveTarget;
  coverage: Coverage;
  meter: ProgressMeter;
  clock: StageClock;
  command: DumpCommand;
  /** For pg_dump's environment, built from nothing. */
  env: Record<string, string>;
  /** Fires on cancellation, on a lost snapshot, and when a sister dump has failed. */
  signal: AbortSignal;
  /** Ends the run: what one of its dumps died of. */
  fail: (cause: unknown) => void;
  warn: (warning: Warning) => void;
}

const defaultStallSeconds = 300;

/** A pg_dump that runs already; its parts wait to be read. */
export type DumpParts = AsyncIterable<SqlPart[]>;

/** Starts one pg_dump under the session's snapshot. */
export const dumpParts = (session: DumpSession, args: string[], signal = session.signal): DumpParts =>
  pgDumpParts({
    command: session.command,
    env: session.env,
    args,
    signal,
    stallMs: (session.request.stallSeconds ?? defaultStallSeconds) * 1000,
    ...(session.request.maxSeconds === undefined ? {} : { maxMs: session.request.maxSeconds * 1000 }),
    redact: session.request.source.password === undefined ? [] : [session.request.source.password],
    onWarning: tellingLines((line) => session.warn({ code: 'PG_DUMP_WARNING', text: line })),
    clock: session.clock,
    onDeath: session.fail,
  });
