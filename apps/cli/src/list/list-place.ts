import type { StoredObject } from '@stowbase/storage';
import { asWrongUse, withDestination } from '../destinations/open-destination';
import { parseDestination, placeName } from '../destinations/place';
import { ProgressReporter } from '../progress/progress-reporter';
import type { CommonOptions, Outcome, Shell } from '../shell';
import { columns, count, plain, size } from '../words';

/** `stowbase list`: every object whose key begins so, by name. */
export async function listPlace(word: string, { quiet }: CommonOptions, shell: Shell): Promise<Outcome> {
  const { driver, rest } = parseDestination(word);
  const progress = new ProgressReporter(shell.screen, quiet);
  try {
    const objects: StoredObject[] = [];
    await withDestination(driver, shell, async ({ storage }) => {
      for await (const object of storage.list(rest)) {
        shell.signal.throwIfAborted();
        objects.push(object);
        progress.update({ label: 'Listing', doneBytes: 0, totalBytes: null, detail: count(objects.length, 'object') });
      }
    }).catch((e: unknown) => Promise.reject(asWrongUse(driver, e) as Error));
    // By bytes, as the stores themselves order keys: the same everywhere.
    objects.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    progress.close();
    return {
      status: 'done',
      document: listDocument(driver.type, rest, objects),
      text: listText(driver.type, rest, objects),
    };
  } finally {
    progress.close();
  }
}

const bytesOf = (objects: readonly StoredObject[]): number => objects.reduce((sum, one) => sum + one.size, 0);

/** The JSON document of `stowbase list --json` (docs/cli.md). */
function listDocument(destination: string, prefix: string, objects: readonly StoredObject[]): object {
  return {
    destination,
    prefix,
    objects: objects.map((object) => ({
      key: object.key,
      file: placeName(destination, object.key),
      sizeBytes: object.size,
      modified: object.modified.toISOString(),
      lockedUntil: object.lockedUntil?.toISOString() ?? null,
    })),
    totalBytes: bytesOf(objects),
  };
}

function listText(destination: string, prefix: string, objects: readonly StoredObject[]): string {
  const where = plain(placeName(destination, prefix));
  if (objects.length === 0) return `Nothing lies at ${where}${prefix === '' ? '' : ' (keys that begin so)'}.`;
  const rows = objects.map((object) => [
    size(object.size).padStart(8),
    `${object.modified.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    plain(placeName(destination, object.key)),
    object.lockedUntil === undefined ? '' : `locked until ${object.lockedUntil.toISOString().slice(0, 10)}`,
  ]);
  return [`${count(objects.length, 'object')}, ${size(bytesOf(objects))}, at ${where}:`, ...columns(rows)].join('\n');
}
