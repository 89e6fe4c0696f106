import type { Archive } from '@stowbase/archive';
import type { ConnectionSettings } from '@stowbase/postgres';
import { planRestore, RestoreError, runRestore } from '@stowbase/restore';
import type { PlanRequest, RestoreProgress } from '@stowbase/restore';
import { withArchive } from '../archive-input';
import type { OutputPlace } from '../backup/output-place';
import { chooseDatabase } from '../database-choice';
import { readIdentity } from '../identity';
import { ProgressReporter } from '../progress/progress-reporter';
import type { Outcome, Shell } from '../shell';
import { canAsk, confirmationGiven, showAndConfirm } from './confirmation';
import { planOutcome } from './plan-outcome';
import { reportDocument } from './report-document';
import { reportText } from './report-text';
import type { RestoreOptions } from './restore-options';
import { jobStateOf, safetyStateOf } from './restore-progress';
import { makeSafetyBackup, safetyPlace } from './safety-backup';
import { wantedRestore } from './wanted-restore';
import type { WantedRestore } from './wanted-restore';

/** What the options came to, and the connection. */
interface Job {
  readonly file: string;
  readonly options: RestoreOptions;
  readonly wanted: WantedRestore;
  readonly target: ConnectionSettings;
  readonly shell: Shell;
}

/** `stowbase restore`: check what was asked, plan, have it confirmed, restore, compare, tell. */
export async function restoreArchive(file: string, options: RestoreOptions, shell: Shell): Promise<Outcome> {
  shell.interruption.nextStep = UNTOUCHED;
  const wanted = wantedRestore(file, options);
  const identity = await readIdentity(shell, options.identity);
  const target = await chooseDatabase(shell, 'target', options);
  const job: Job = { file, options, wanted, target, shell };
  if (options.plan) return await withArchive(file, identity, shell, (archive) => planned(archive, job));
  const confirmation = confirmationGiven(options.yesRestoreInto, target, canAsk(shell));
  const place = options.safetyOut === undefined ? null : await safetyPlace(options.safetyOut, shell);
  try {
    return await withArchive(file, identity, shell, (archive) => restored(archive, job, confirmation, place));
  } catch (e) {
    // It knows best what a restore that was stopped left behind.
    if (e instanceof RestoreError && e.code === 'CANCELLED') shell.interruption.nextStep = `${e.message} ${e.nextStep}`;
    throw e;
  } finally {
    await place?.discard();
  }
}

async function planned(archive: Archive, job: Job): Promise<Outcome> {
  const progress = new ProgressReporter(job.shell.screen, job.options.quiet);
  try {
    const plan = await planRestore(requestOf(archive, job, (now) => progress.update(jobStateOf(now))));
    progress.close();
    return planOutcome(plan, job.file, job.options);
  } finally {
    progress.close();
  }
}

async function restored(archive: Archive, job: Job, confirmation: string, place: OutputPlace | null): Promise<Outcome> {
  const { file, options, wanted, target, shell } = job;
  const progress = new ProgressReporter(shell.screen, options.quiet);
  const onProgress = (now: RestoreProgress): void => {
    shell.interruption.nextStep = leftBy(now.stage, wanted.jobs);
    progress.update(jobStateOf(now));
  };
  try {
    const report = await runRestore({
      ...requestOf(archive, job, onProgress),
      confirmation,
      confirm: (plan) => {
        progress.pause();
        return showAndConfirm(plan, confirmation, options, shell);
      },
      jobs: wanted.jobs,
      lockWaitSeconds: options.lockWait,
      ...(place === null
        ? {}
        : {
            safetyBackup: () =>
              makeSafetyBackup({
                target,
                place,
                shell,
                lockWaitSeconds: options.lockWait,
                onProgress: (now) => progress.update(safetyStateOf(now)),
              }),
          }),
    });
    progress.close();
    const contents = await archive.contents();
    return {
      status: report.status,
      document: reportDocument(file, report, contents),
      text: reportText(report, contents),
    };
  } finally {
    progress.close();
  }
}

function requestOf(
  archive: Archive,
  { options, wanted, target, shell }: Job,
  onProgress: (now: RestoreProgress) => void,
): PlanRequest {
  return {
    archive,
    target,
    mode: wanted.mode,
    only: wanted.only,
    allowOlderServer: options.allowOlderServer,
    resume: wanted.resume,
    signal: shell.signal,
    onProgress,
    ...(options.expectSha256 === undefined ? {} : { expectedFileSha256: options.expectSha256 }),
  };
}

const UNTOUCHED = 'Nothing in the target was changed.';
const TAKEN_BACK = 'The transaction was not finished, so PostgreSQL takes it back: the target is as it was.';
const LEFT_OPEN =
  'The restore is unfinished, and its schemas stay closed to the API; the same command with --resume goes on.';

/** What a restore that ends in this stage leaves in the target. */
function leftBy(stage: RestoreProgress['stage'], jobs: number): string {
  switch (stage) {
    case 'check':
    case 'plan':
    case 'safety':
      return UNTOUCHED;
    case 'prepare':
    case 'definitions':
    case 'rows':
    case 'finish':
    case 'compare':
      return jobs === 1 ? TAKEN_BACK : LEFT_OPEN;
  }
}
