import type { Archive, Contents } from '@stowbase/archive';
import type { ConnectionSettings } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { SkippedStatement } from '../report';
import type { RestoreProgress, RestoreWarning } from '../request';
import type { RestoreScript } from '../script/restore-script';
import type { TargetFacts } from '../target/target-facts';

/** What every way of running a restore gets. */
export interface RunContext {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly script: RestoreScript;
  readonly target: TargetFacts;
  readonly settings: ConnectionSettings;
  /** A new connection with this restore's session settings (lock_timeout, statement_timeout = 0, warnings heard). The caller ends it. */
  connect(): Promise<Client>;
  readonly signal: AbortSignal;
  /** SQL bytes just sent, and the table they went to. */
  sent(bytes: number, table?: string): void;
  enter(stage: RestoreProgress['stage']): void;
  warn(warning: RestoreWarning): void;
}

/** What was done; row counts by `tableKey`, as the server's COPY answered. */
export interface RunCounts {
  statements: number;
  rows: Map<string, number>;
  skipped: SkippedStatement[];
}
