import { randomUUID } from 'node:crypto';
import { describeConnection, sweepRunFolders } from '@stowbase/postgres';
import { runBackup } from '@stowbase/dump';
import type { BackupRequest } from '@stowbase/dump';
import { chooseDatabase } from '../database-choice';
import { ProgressReporter } from '../progress/progress-reporter';
import type { Outcome, Shell } from '../shell';
import { version } from '../version';
import type { BackupOptions } from './backup-options';
import { backupDocument } from './backup-document';
import { jobStateOf } from './backup-progress';
import { backupText } from './backup-text';
import { tuneGarbageCollection } from './garbage-collection';
import { choosePlace } from './output-place';
import type { OutputPlace } from './output-place';
import { wrongUse } from '../cli-error';
import { readRecipients } from './recipients';

/** `stowbase backup`: check what was asked, dump, prove what is stored, name it, tell. */
export async function makeBackup(options: BackupOptions, shell: Shell): Promise<Outcome> {
  if (options.out === '-' && options.json) {
    throw wrongUse('--json and "--out -" both want standard output.', 'Use one of them.');
  }
  const startedAt = Date.now();
  tuneGarbageCollection();
  const recipients = await readRecipients(options.recipient, options.recipientsFile);
  const source = await chooseDatabase(shell, 'source', options.dbUrlFile);
  await sweepRunFolders();
  const place = await choosePlace(options.out, shell);
  const progress = new ProgressReporter(shell.screen, options.quiet);
  try {
    const { ref, database, slug } = describeConnection(source);
    const request: BackupRequest = {
      ...wanted(options, shell),
      ...outputOf(place, progress, shell),
      source,
      recipients,
      backupId: randomUUID(),
      createdAt: new Date(startedAt),
      projectSlug: slug,
      projectName: ref ?? database,
      projectRef: ref,
    };
    const result = await runBackup(request);
    shell.signal.throwIfAborted();
    const file = await place.commit(result.summary, shell.signal);
    progress.close();
    const facts = { request, result, file, seconds: (Date.now() - startedAt) / 1000 };
    return {
      status: result.gaps.length > 0 ? 'done_with_gaps' : 'done',
      document: backupDocument(facts),
      text: backupText(facts),
      stdoutTaken: file === null,
    };
  } finally {
    progress.close();
    await place.discard();
  }
}

/** The part of the request that stands on the command line. */
function wanted(
  options: BackupOptions,
  shell: Shell,
): Pick<
  BackupRequest,
  | 'type'
  | 'compression'
  | 'history'
  | 'excludeSchemas'
  | 'excludeTables'
  | 'jobs'
  | 'lockWaitSeconds'
  | 'attempt'
  | 'stowbaseVersion'
  | 'clientDirs'
> {
  return {
    type: options.type,
    compression: options.compression,
    history: options.history,
    excludeSchemas: options.excludeSchema,
    excludeTables: options.excludeTable,
    jobs: options.jobs,
    lockWaitSeconds: options.lockWait,
    attempt: 1,
    stowbaseVersion: version,
    ...(shell.env.clientDirs ? { clientDirs: shell.env.clientDirs } : {}),
  };
}

function outputOf(
  place: OutputPlace,
  progress: ProgressReporter,
  shell: Shell,
): Pick<BackupRequest, 'signal' | 'onProgress' | 'onWarning' | 'openOutput'> {
  return {
    signal: shell.signal,
    onProgress: (now) => progress.update(jobStateOf(now)),
    onWarning: ({ code, text }) => {
      // The others are in the result; this one explains why the progress falls back.
      if (code === 'RESTARTED') shell.screen.say(text);
    },
    openOutput: async ({ restart }) => {
      const sink = await place.open(restart);
      return { write: (chunk: Buffer) => sink.write(chunk), abort: () => place.discard() };
    },
  };
}
