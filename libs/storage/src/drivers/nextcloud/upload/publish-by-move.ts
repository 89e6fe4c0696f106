import { placeOf } from '../../../http/network-error';
import { lastStepMs } from '../../../stall-limit';
import { alreadyExists, StorageError } from '../../../storage-error';
import { lookUp } from '../propfind';
import { inTurn } from './in-turn';
import { expired } from './expired';
import { fewerKept } from './size-of-temp';
import type { Staging } from './staging';
import type { UploadTarget } from './upload-target';

/** Before the second attempt, the third …: together about 15 minutes, which large files need to be assembled. Milliseconds. */
const pauses = [1, 2, 4, 8, 15, ...Array.from({ length: 29 }, () => 30)].map((seconds) => seconds * 1_000);
/** A server that can't be reached, or fails, gets only so many of them. */
const fewAttempts = 5;

/**
 * Gives the object its name. A lost answer (a gateway's 504 while the server still assembles, a broken connection) says nothing: then
 * the move counts as done only if its source is gone **and** the key, which was free before, has an object of the right size.
 * @param published is called as soon as the object at the key is ours.
 */
export async function publishByMove(
  to: UploadTarget,
  staging: Staging,
  size: number,
  published: () => void,
): Promise<void> {
  const { dav, key, target, limits } = to;
  await inTurn(target.href, async () => {
    if ((await lookUp(dav, target, { key })) !== null) throw alreadyExists(key);
    const until = Date.now() + lastStepMs;
    for (let attempt = 0; ; attempt += 1) {
      const lost = await moved(to, staging, size, attempt);
      if (lost === null) return published();
      const pause = pauses[attempt];
      if (pause === undefined || (attempt >= fewAttempts && !patient(lost))) throw lost;
      await limits.wait(pause);
      if (await arrived(to, staging, size, published)) return;
      if (lost.kind === 'already-exists' || lost.kind === 'unexpected' || Date.now() >= until) throw lost;
    }
  });
}

/** Null when the server says so; else why nothing is known. @throws StorageError when it surely failed. */
async function moved(
  to: UploadTarget,
  { source }: Staging,
  size: number,
  attempt: number,
): Promise<StorageError | null> {
  const { dav, key, target } = to;
  try {
    const reply = await dav.tell('MOVE', source, {
      headers: { destination: target.href, overwrite: 'F', 'oc-total-length': String(size) },
      deadlineMs: lastStepMs,
    });
    if (reply.status >= 200 && reply.status <= 204) return null;
    const error = dav.error(reply, key, target);
    if (reply.status === 400) throw notAll(key, target);
    const told = reply.status === 412 ? alreadyExists(key) : reply.status === 404 ? expired(key, target) : error;
    // After an attempt whose answer was lost, both may be the work of that one.
    if (attempt > 0 && told !== error) return told;
    if (error.retriable || error.kind === 'locked') return error;
    throw told;
  } catch (cause) {
    if (cause instanceof StorageError && (cause.kind === 'unreachable' || cause.kind === 'stalled')) return cause;
    throw cause;
  }
}

/** @throws StorageError when the source is gone and the object isn't what it should be. */
async function arrived(
  { dav, key, target }: UploadTarget,
  { trace }: Staging,
  size: number,
  published: () => void,
): Promise<boolean> {
  let entry;
  try {
    if ((await lookUp(dav, trace, { key })) !== null) return false;
    entry = await lookUp(dav, target, { key });
  } catch (cause) {
    // Not reachable right now: the next attempt will tell.
    if (cause instanceof StorageError && cause.retriable) return false;
    throw cause;
  }
  if (entry === null) throw expired(key, target);
  published();
  if (entry.size !== size) throw fewerKept(key, size, entry.size ?? 0, target);
  return true;
}

/** Locked, or still assembling behind a gateway that lost patience. */
const patient = ({ kind, cause }: StorageError): boolean =>
  kind === 'locked' || kind === 'stalled' || (cause instanceof Error && cause.message === 'HTTP status 504');

/** Nextcloud compares the chunks that it has with the length that it is told. */
const notAll = (key: string, url: URL): StorageError =>
  new StorageError(
    'size-mismatch',
    `${placeOf(url)} has not all bytes of "${key}" that were sent.`,
    'Start the backup again; if it stays, look at the storage and the cache (Redis) of that server.',
  );
