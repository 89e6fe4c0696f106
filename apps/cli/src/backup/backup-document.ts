import { limitsToTell } from '@stowbase/dump';
import type { BackupRequest, BackupResult } from '@stowbase/dump';

/** A finished backup: what was asked, what came of it, where it is (null = standard output), how long it took. */
export interface BackupFacts {
  readonly request: Pick<
    BackupRequest,
    'type' | 'backupId' | 'attempt' | 'projectSlug' | 'projectRef' | 'compression' | 'recipients'
  >;
  readonly result: BackupResult;
  readonly file: string | null;
  readonly seconds: number;
}

/** The JSON document of `stowbase backup --json` (docs/cli.md). */
export function backupDocument({ request, result, file, seconds }: BackupFacts): object {
  const { summary, contents, gaps, warnings } = result;
  return {
    file,
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
    },
  };
}

const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;
