import { archiveFileName } from '@stowbase/archive';
import { sweepRunFolders } from '@stowbase/postgres';
import { runBackup } from '@stowbase/dump';
import { wrongUse } from '../cli-error';
import { chooseDatabase } from '../database-choice';
import { ProgressReporter } from '../progress/progress-reporter';
import type { Outcome, Shell } from '../shell';
import type { BackupOptions } from './backup-options';
import { backupDocument } from './backup-document';
import type { BackupFacts } from './backup-document';
import { jobStateOf, publishingState } from './backup-progress';
import { backupRequest, newArchive } from './backup-request';
import type { NewArchive, WantedBackup } from './backup-request';
import { backupText } from './backup-text';
import { readRecipients } from './recipients';
import { chooseTargets } from './targets/choose-targets';
import { Copies } from './targets/copies';
import { patientWith, publishing } from './targets/publishing';

/** `stowbase backup`: check what was asked, dump, prove what is stored, name it, tell. */
export async function makeBackup(options: BackupOptions, shell: Shell): Promise<Outcome> {
  if (options.out.includes('-') && options.json) {
    throw wrongUse('--json and "--out -" both want standard output.', 'Use one of them.');
  }
  const startedAt = Date.now();
  const recipients = await readRecipients(options.recipient, options.recipientsFile);
  const source = await chooseDatabase(shell, 'source', options);
  await sweepRunFolders();
  const archive = newArchive(source, new Date(startedAt));
  const targets = await chooseTargets(options.out, shell);
  const copies = new Copies(targets, { backupId: archive.backupId, fileName: archiveFileName(archive) }, shell);
  const progress = new ProgressReporter(shell.screen, options.quiet);
  try {
    patientWith(targets, shell);
    await copies.prepare();
    const request = backupRequest(
      source,
      { ...wantedOf(options), ...archive, recipients },
      (attempt) => copies.open(attempt),
      shell,
      (now) => progress.update(jobStateOf(now, copies.progress)),
    );
    const result = await runBackup(request);
    shell.signal.throwIfAborted();
    progress.update(publishingState(copies.progress));
    const reports = await copies.commit(result.summary, () => publishing(targets, shell));
    progress.close();
    const facts = { request, result, copies: reports, seconds: (Date.now() - startedAt) / 1000 };
    return {
      status: statusOf(facts),
      document: backupDocument(facts),
      text: backupText(facts),
      stdoutTaken: targets.some(({ isStandardOutput }) => isStandardOutput),
    };
  } finally {
    progress.close();
    await copies.close();
  }
}

function statusOf({ result, copies }: BackupFacts): Outcome['status'] {
  if (copies.some(({ status }) => status !== 'stored')) return 'partly_stored';
  return result.gaps.length > 0 ? 'done_with_gaps' : 'done';
}

/** The part of the request that stands on the command line. */
function wantedOf(options: BackupOptions): Omit<WantedBackup, 'recipients' | keyof NewArchive> {
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
