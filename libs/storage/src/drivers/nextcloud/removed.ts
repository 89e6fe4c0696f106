import { abortWithinMs } from '../../storage';
import { StorageError } from '../../storage-error';
import type { DavClient } from './dav-client';
import type { DavLimits } from './dav-limits';

/** Together less than an abort may take. Milliseconds. */
const lockedWaits = [100, 200, 400, 800] as const;

/**
 * Removes a file, or a folder with all in it; gone already is done. A server that was cut off in the middle of a request may hold its
 * lock a little longer (423): tried again for up to two seconds.
 * @throws StorageError
 */
export async function removed(dav: DavClient, url: URL, key: string, wait: DavLimits['wait']): Promise<void> {
  const until = Date.now() + abortWithinMs;
  for (let attempt = 0; ; attempt += 1) {
    const reply = await dav.tell('DELETE', url);
    if ((reply.status >= 200 && reply.status < 300 && reply.status !== 207) || reply.status === 404) return;
    const pause = lockedWaits[attempt];
    // 207 says that something in a folder could not be removed: nothing but a lock holds our own files.
    if ((reply.status !== 423 && reply.status !== 207) || pause === undefined || Date.now() + pause > until) {
      throw reply.status === 207 ? stays(key) : dav.error(reply, key, url);
    }
    await wait(pause);
  }
}

/** Milliseconds. */
const lateWaits = [0, 150, 350];

/**
 * The same after a request that was cut off: a server notices that late, and may put down what it had only after it was told to remove
 * it (seen with rclone).
 */
export async function removedAfterCut(dav: DavClient, url: URL, key: string, wait: DavLimits['wait']): Promise<void> {
  for (const pause of lateWaits) {
    await wait(pause);
    await removed(dav, url, key, wait);
  }
}

const stays = (key: string): StorageError =>
  new StorageError('locked', `Something of "${key}" can not be deleted yet.`, 'Try again when nothing else uses it.');
