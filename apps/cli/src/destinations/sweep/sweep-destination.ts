import { wrongUse } from '../../cli-error';
import { failureOf } from '../../failure';
import type { CommonOptions, Outcome, Shell } from '../../shell';
import { count, plain } from '../../words';
import { withDestination, type Destination } from '../open-destination';
import { parseDestination, placeName } from '../place';
import { UploadRecords } from '../upload-records';
import { findLeftovers, type Leftover } from './leftovers';

export interface SweepOptions extends CommonOptions {
  dryRun: boolean;
  old: boolean;
}

type Fate = 'removed' | 'to-remove' | 'failed' | 'kept-running' | 'kept-elsewhere';

interface Swept {
  readonly leftover: Leftover;
  readonly fate: Fate;
  readonly error: { readonly code: string; readonly message: string; readonly nextStep: string } | null;
}

/** `stowbase destinations sweep`: what uploads have left whose process is gone; each is shown before it is removed. */
export async function sweepDestination(word: string, options: SweepOptions, shell: Shell): Promise<Outcome> {
  const { driver, rest } = parseDestination(word);
  if (rest !== '') throw wrongUse('A destination is swept as a whole.', `Write ${driver.type}:`);
  return await withDestination(driver, shell, async (destination) => {
    const records = new UploadRecords(shell);
    const swept: Swept[] = [];
    for (const leftover of await findLeftovers(destination, records, options.old)) {
      shell.signal.throwIfAborted();
      swept.push(await sweepOne(leftover, options, { destination, records, shell }));
    }
    return {
      status: swept.some(({ fate }) => fate === 'failed') ? 'failed' : 'done',
      document: sweepDocument(driver.type, swept),
      text: sweepText(driver.type, swept),
    };
  });
}

interface Means {
  readonly destination: Destination;
  readonly records: UploadRecords;
  readonly shell: Shell;
}

async function sweepOne(leftover: Leftover, { dryRun, quiet }: SweepOptions, means: Means): Promise<Swept> {
  const { destination, records, shell } = means;
  if (leftover.is !== 'dead') return { leftover, fate: `kept-${leftover.is}`, error: null };
  if (dryRun) return { leftover, fate: 'to-remove', error: null };
  if (!quiet) shell.screen.say(`Removing ${lineOf(destination.driver.type, leftover)}`);
  try {
    await destination.storage.sweep(leftover.key, leftover.state);
  } catch (e) {
    const { code, message, nextStep } = failureOf(e);
    return { leftover, fate: 'failed', error: { code, message, nextStep } };
  }
  await records.forget(leftover.record?.file ?? null);
  return { leftover, fate: 'removed', error: null };
}

/** What is left, as a person finds it at the destination. */
function lineOf(type: string, { key, state, begunAt }: Leftover): string {
  const names = Object.entries(state).map(([name, value]) => `${name} ${value}`);
  return plain(`${placeName(type, key)} (${[...names, `begun ${begunAt}`].join(', ')})`);
}

/** The JSON document of `stowbase destinations sweep --json` (docs/cli.md). */
function sweepDocument(type: string, swept: readonly Swept[]): object {
  return {
    destination: `${type}:`,
    uploads: swept.map(({ leftover: { key, state, begunAt, record }, fate, error }) => ({
      ...{ key, state, begunAt },
      ...{ host: record?.owner.host ?? null, pid: record?.owner.pid ?? null, fate, error },
    })),
  };
}

const WORDS: Readonly<Record<Fate, string>> = {
  removed: 'Removed',
  'to-remove': 'Would be removed',
  failed: 'Could not be removed',
  'kept-running': 'Kept, its process is running',
  'kept-elsewhere': 'Kept, it is of another machine (--old takes it after 7 days)',
};

function sweepText(type: string, swept: readonly Swept[]): string {
  if (swept.length === 0) return `Nothing is known to be left at ${type}:.`;
  const lines = swept.map(({ leftover, fate, error }) => {
    const why = error === null ? '' : `: ${plain(`${error.message} ${error.nextStep}`)}`;
    return `  ${WORDS[fate]}: ${lineOf(type, leftover)}${why}`;
  });
  return [`${count(swept.length, 'unfinished upload')} at ${type}:`, ...lines].join('\n');
}
