import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { archiveFileName } from '@stowbase/archive';
import type { ConnectionSettings } from '@stowbase/postgres';
import type { BackupRequest, BackupResult, OutputSink } from '../request';
import { runBackup } from '../run-backup';

/** A full backup as the command line would ask for it; tests change what they are about. */
export const requestFor = (
  source: ConnectionSettings,
  change: Partial<BackupRequest> = {},
): Omit<BackupRequest, 'openOutput'> => ({
  source,
  type: 'full',
  compression: { method: 'zstd', level: 3 },
  recipients: [],
  history: true,
  excludeSchemas: [],
  excludeTables: [],
  jobs: 1,
  backupId: randomUUID(),
  attempt: 1,
  createdAt: new Date(),
  projectSlug: 'fixture',
  projectName: 'fixture',
  projectRef: null,
  stowbaseVersion: 'test',
  ...change,
});

/** Runs a backup into `folder`, under the archive's own name; a failed one leaves no file. */
export async function backupToFile(
  folder: string,
  source: ConnectionSettings,
  change: Partial<BackupRequest> = {},
): Promise<{ file: string; result: BackupResult }> {
  const request = requestFor(source, change);
  const file = path.join(folder, archiveFileName(request));
  const sinks: FileSink[] = [];
  const openOutput = async (): Promise<OutputSink> => {
    const sink = await fileSink(file);
    sinks.push(sink);
    return sink;
  };
  try {
    return { file, result: await runBackup({ openOutput, ...request }) };
  } finally {
    for (const sink of sinks) await sink.close();
  }
}

type FileSink = OutputSink & { close(): Promise<void> };

/** Enough for tests: the command line has its own, which renames and re-reads. */
async function fileSink(file: string): Promise<FileSink> {
  const handle = await open(file, 'w');
  return {
    close: () => handle.close(),
    async write(chunk) {
      await handle.writeFile(chunk);
    },
    async abort() {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}
