import { limitsToTell } from '@stowbase/dump';
import type { BackupRequest, BackupResult } from '@stowbase/dump';
import type { CopyReport } from './targets/copy-report';

/** A finished backup: what was asked, what came of it, where it is, how long it took. */
export interface BackupFacts {
  readonly request: Pick<
    BackupRequest,
    'type' | 'backupId' | 'attempt' | 'projectSlug' | 'projectRef' | 'compression' | 'recipients'
  >;
  readonly result: BackupResult;
  /** Of every place that was asked for, in that order; at least one is stored. */
  readonly copies: readonly CopyReport[];
  readonly seconds: number;
}

/** The JSON document of `stowbase backup --json` (docs/cli.md). */
export function backupDocument({ request, result, copies, seconds }: BackupFacts): object {
  const { summary, contents, gaps, warnings } = result;
  return {
    file: fileOf(copies),
    archive: {
      backupId: request.backupId,
      attempt: request.attempt,
      projectSlug: request.projectSlug,
      snapshotAt: contents.snapshot.takenAt,
      finishedAt: summary.finishedAt.toISOString(),
      sizeBytes: summary.storedBytes,
      rawBytes: summary.rawBytes,
      members: summary.members,
      sha256: summary.fileSha256,
      compression: request.compression,
      encrypted: request.recipients.length > 0,
    },
    copies: copies.map(({ place, status, file, sentBytes, seconds: s, error }) => ({
      place,
      status,
      file,
      sentBytes,
      seconds: s,
      error,
    })),
    type: request.type,
    source: {
      database: contents.source.database,
      projectRef: request.projectRef,
      serverVersion: contents.source.serverVersion,
    },
    components: contents.components.map(({ name, status, count, reason }) => ({
      name,
      status,
      count,
      reason: reason ?? null,
    })),
    tables: contents.tables.length,
    rows: contents.tables.reduce((sum, table) => sum + table.rows, 0),
    gaps,
    limits: limitsToTell(contents),
    warnings: warnings.map(({ code, text, object }) => ({ code, text, object: object ?? null })),
    seconds: Math.round(seconds * 10) / 10,
    profile: {
      stages: result.profile.stages.map(({ stage, seconds: s }) => ({ stage, seconds: hundredths(s) })),
      waitedForArchive: hundredths(result.profile.waitedForArchive),
      waitedForDump: hundredths(result.profile.waitedForDump),
      jobs: result.jobs,
    },
  };
}

/** The first copy that a command can take; null when there is only what went to standard output. */
export const fileOf = (copies: readonly CopyReport[]): string | null =>
  copies.find(({ file }) => file !== null)?.file ?? null;

const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;
