import { parseSelection } from '@stowbase/restore';
import type { RestoreMode, Selection } from '@stowbase/restore';
import { wrongUse } from '../cli-error';
import type { RestoreOptions } from './restore-options';

/** What the options mean together. */
export interface WantedRestore {
  readonly mode: RestoreMode;
  readonly only: readonly Selection[];
  /** 1: one transaction. More: steps. */
  readonly jobs: number;
  readonly resume: boolean;
}

/** @throws CliError or RestoreError (both wrong use) for options that can't be meant together, before any file or server is touched. */
export function wantedRestore(file: string, options: RestoreOptions): WantedRestore {
  if (file === '-') {
    throw wrongUse(
      'A restore reads the archive twice: once to prove it, once to send it. Standard input can be read once.',
      'Save it to a file first.',
    );
  }
  const jobs = options.jobs ?? (options.resume ? LEAST_STEP_JOBS : 1);
  if (options.resume && jobs < LEAST_STEP_JOBS) {
    throw wrongUse(
      '--resume goes on with a restore in steps; with --jobs 1 there is one transaction and nothing to go on with.',
      'Leave out --jobs, or make it 2 or more.',
    );
  }
  refuseSafetyMistakes(options);
  return {
    mode: options.replace ? 'replace' : options.intoNonempty ? 'add' : 'empty',
    only: options.only.map(parseSelection),
    jobs,
    resume: options.resume,
  };
}

const LEAST_STEP_JOBS = 2;

function refuseSafetyMistakes({ replace, safetyOut, plan, resume }: RestoreOptions): void {
  // A restore that goes on has dropped what it had to, after its own safety backup.
  if (replace && safetyOut === undefined && !plan && !resume) {
    throw wrongUse(
      '--replace drops what is in the way, so the target is backed up first, and that backup needs a place.',
      'Give --safety-out DIR, a folder with room for the whole target.',
    );
  }
  if (!replace && safetyOut !== undefined) {
    throw wrongUse(
      '--safety-out is for --replace: without it nothing in the target is dropped.',
      'Leave it out, or use "stowbase backup" for a backup of the target.',
    );
  }
}
