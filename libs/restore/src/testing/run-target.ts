import type { Archive } from '@stowbase/archive';
import type { ConnectionSettings } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { RestoreStage, RestoreWarning } from '../request';
import { openRestoreConnection } from '../run/open-restore-connection';
import type { RunContext } from '../run/run-types';
import type { TargetFacts } from '../target/target-facts';
import { wholeScript } from './whole-script';

/** A run without a plan, and what it told. */
export interface RunNotes {
  readonly context: RunContext;
  readonly warnings: RestoreWarning[];
  readonly stages: RestoreStage[];
  readonly tables: Set<string>;
  bytes: number;
}

export async function runNotes(
  archive: Archive,
  settings: ConnectionSettings,
  change: Partial<RunContext> & { readonly lockWaitSeconds?: number } = {},
): Promise<RunNotes> {
  const { lockWaitSeconds, signal = new AbortController().signal, ...rest } = change;
  const warnings: RestoreWarning[] = [];
  const warn = (warning: RestoreWarning): void => void warnings.push(warning);
  const notes: RunNotes = {
    warnings,
    stages: [],
    tables: new Set(),
    bytes: 0,
    context: {
      archive,
      contents: await archive.contents(),
      script: wholeScript(archive),
      target: {} as TargetFacts,
      settings,
      connect: (): Promise<Client> =>
        openRestoreConnection(settings, {
          signal,
          warn,
          ...(lockWaitSeconds === undefined ? {} : { lockWaitSeconds }),
        }),
      signal,
      sent(bytes, table) {
        notes.bytes += bytes;
        if (table !== undefined) notes.tables.add(table);
      },
      enter: (stage) => void notes.stages.push(stage),
      warn,
      ...rest,
    },
  };
  return notes;
}

/** Hooks that do nothing. */
export const noHooks = {
  before: (): Promise<void> => Promise.resolve(),
  after: (): Promise<void> => Promise.resolve(),
};
