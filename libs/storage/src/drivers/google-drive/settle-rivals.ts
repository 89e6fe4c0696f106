import { setTimeout as delay } from 'node:timers/promises';
import { alreadyExists, cancelled } from '../../storage-error';
import type { DriveFile } from './drive-file';
import type { DriveFiles } from './drive-files';
import { atKey, kindOf } from './object-properties';
import type { RecentFiles } from './recent-files';

/** A file that was whole so much earlier and isn't published is a leftover: no commit takes so long. Milliseconds. */
const deadAfterMs = 15 * 60_000;

interface Contest {
  readonly root: string;
  readonly key: string;
  readonly mine: DriveFile;
  readonly recent: RecentFiles;
}

/**
 * Returns when our finished file may be published. Drive has no condition "only if nothing is there", so those who are about to publish
 * agree: whoever sees a published one gives up; of several finished ones the lowest id waits until the others have given up or published.
 * Each is visible to the others before it looks, so two can't both go on.
 * @throws StorageError `already-exists`
 */
export async function settleRivals(
  files: DriveFiles,
  { root, key, mine, recent }: Contest,
  { delays, signal }: { readonly delays: readonly number[]; readonly signal: AbortSignal },
): Promise<void> {
  for (const pause of [...delays, null]) {
    const others = (await files.all(atKey(root, key))).filter((file) => file.id !== mine.id && !recent.isRemoved(file));
    if (others.some((file) => kindOf(file) === 'object')) throw alreadyExists(key);
    const rivals = others.filter(({ created }) => mine.created.getTime() - created.getTime() < deadAfterMs);
    if (rivals.length === 0) return;
    if (pause === null || rivals.some(({ id }) => id < mine.id)) throw alreadyExists(key);
    await delay(pause, undefined, { signal }).catch(() => {
      throw cancelled(signal.reason);
    });
  }
}
