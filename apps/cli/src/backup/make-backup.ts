import { sweepRunFolders } from '@stowbase/postgres';
import { runBackup } from '@stowbase/dump';
import { wrongUse } from '../cli-error';
import { chooseDatabase } from '../database-choice';
import { ProgressReporter } from '../progress/progress-reporter';
import type { Outcome, Shell } from '../shell';
import type { BackupOptions } from './backup-options';
import { backupDocument } from './backup-document';
import { jobStateOf } from './backup-progress';
import { backupRequest } from './backup-request';
import type { WantedBackup } from './backup-request';
import { backupText } from './backup-text';
import { choosePlace } from './output-place';
import { readRecipients } from './recipients';

/** `stowbase backup`: check what was asked, dump, prove what is stored, name it, tell. */
export async function makeBackup(options: BackupOptions, shell: Shell): Promise<Outcome> {
  if (options.out === '-' && options.json) {
    throw wrongUse('--json and "--out -" both want standard output.', 'Use one of them.');
  }
  const startedAt = Date.now();
  const recipients = await readRecipients(options.recipient, options.recipientsFile);
  const source = await chooseDatabase(shell, 'source', options);
  await sweepRunFolders();
  const place = await choosePlace(options.out, shell);
  const progress = new ProgressReporter(shell.screen, options.quiet);
  try {
    const wanted = { ...wantedOf(options), recipients, createdAt: new Date(startedAt) };
    const request = backupRequest(source, wanted, place, shell, (now) => progress.update(jobStateOf(now)));
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
function wantedOf(options: BackupOptions): Omit<WantedBackup, 'recipients' | 'createdAt'> {
  return {
    type: options.type,
    compression: options.compression,
    history: options.history,
    largeObjects: options.largeObjects,
    excludeSchemas: options.excludeSchema,
    excludeTables: options.excludeTable,
    jobs: options.jobs,
    lockWaitSeconds: options.lockWait,
  };
}
