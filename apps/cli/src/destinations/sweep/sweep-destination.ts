import { wrongUse } from '../../cli-error';
import { failureOf } from '../../failure';
import type { CommonOptions, Outcome, Shell } from '../../shell';
import { count, plain } from '../../words';
import { withDestination, type Destination } from '../open-destination';
import { parseDestination, placeName } from '../place';
import { stateOf } from '../upload-record';
import { UploadRecords, type KeptRecord } from '../upload-records';

export interface SweepOptions extends CommonOptions {
  dryRun: boolean;
  elsewhere: boolean;
}

/** What another machine wrote down may belong to an upload that runs there: none takes so long. Milliseconds. */
const OLD = 7 * 24 * 60 * 60 * 1000;

/** `kept-running`: its process lives; `kept-elsewhere`: nobody can look whether it does. */
type Fate = 'removed' | 'to-remove' | 'failed' | 'kept-running' | 'kept-elsewhere';

interface Swept {
  readonly record: KeptRecord;
  readonly fate: Fate;
  readonly error: { readonly code: string; readonly message: string; readonly nextStep: string } | null;
}

/** `stowbase destinations sweep`: what was written down about uploads whose process is gone; each is shown before it is removed. */
export async function sweepDestination(word: string, options: SweepOptions, shell: Shell): Promise<Outcome> {
  const { driver, rest } = parseDestination(word);
  if (rest !== '') throw wrongUse('A destination is swept as a whole.', `Write ${driver.type}:`);
  return await withDestination(driver, shell, async (destination) => {
    const records = new UploadRecords(shell);
    const swept: Swept[] = [];
    for (const record of await records.of(destination)) {
      shell.signal.throwIfAborted();
      swept.push(await sweepOne(record, options, { destination, records, shell }));
    }
    const failed = swept.some(({ fate }) => fate === 'failed');
    return {
      status: failed ? 'failed' : 'done',
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

async function sweepOne(record: KeptRecord, { dryRun, elsewhere, quiet }: SweepOptions, means: Means): Promise<Swept> {
  const { destination, records, shell } = means;
  const fate = fateOf(record, elsewhere);
  if (fate !== 'to-remove' || dryRun) return { record, fate, error: null };
  if (!quiet) shell.screen.say(`Removing ${lineOf(record)}`);
  try {
    await destination.storage.sweep(record.key, record.state);
  } catch (e) {
    const { code, message, nextStep } = failureOf(e);
    return { record, fate: 'failed', error: { code, message, nextStep } };
  }
  await records.forget(record.file);
  return { record, fate: 'removed', error: null };
}

function fateOf({ owner, begunAt }: KeptRecord, elsewhere: boolean): Fate {
  switch (stateOf(owner)) {
    case 'alive':
      return 'kept-running';
    case 'dead':
      return 'to-remove';
    case 'elsewhere':
      return elsewhere && Date.now() - Date.parse(begunAt) > OLD ? 'to-remove' : 'kept-elsewhere';
  }
}

/** What is left, as a person finds it at the destination. */
function lineOf({ type, key, state, begunAt }: KeptRecord): string {
  const names = Object.entries(state).map(([name, value]) => `${name} ${value}`);
  return plain(`${placeName(type, key)} (${[...names, `begun ${begunAt}`].join(', ')})`);
}

/** The JSON document of `stowbase destinations sweep --json` (docs/cli.md). */
function sweepDocument(type: string, swept: readonly Swept[]): object {
  return {
    destination: `${type}:`,
    uploads: swept.map(({ record: { key, state, begunAt, owner }, fate, error }) => ({
      ...{ key, state, begunAt },
      ...{ host: owner.host, pid: owner.pid, fate, error },
    })),
  };
}

const WORDS: Readonly<Record<Fate, string>> = {
  removed: 'Removed',
  'to-remove': 'Would be removed',
  failed: 'Could not be removed',
  'kept-running': 'Kept, its process is running',
  'kept-elsewhere': 'Kept, it is of another machine',
};

function sweepText(type: string, swept: readonly Swept[]): string {
  if (swept.length === 0) return `Nothing is known to be left at ${type}:.`;
  const lines = swept.map(({ record, fate, error }) => {
    const why = error === null ? '' : `: ${plain(`${error.message} ${error.nextStep}`)}`;
    const host = fate === 'kept-elsewhere' ? ` (${plain(record.owner.host)}; --elsewhere takes it after 7 days)` : '';
    return `  ${WORDS[fate]}${host}: ${lineOf(record)}${why}`;
  });
  return [`${count(swept.length, 'unfinished upload')} at ${type}:`, ...lines].join('\n');
}
