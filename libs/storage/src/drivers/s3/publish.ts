import type { StoredObject, UploadRetry } from '../../storage';
import { alreadyExists, StorageError } from '../../storage-error';
import type { ObjectHeads } from './head-object';
import type { NewObject } from './new-object';
import { unknownCondition } from './refusal';
import { repeated, type Patience } from './repeated';
import type { StoreHabits } from './store-habits';

export interface Publication {
  readonly object: NewObject;
  readonly heads: ObjectHeads;
  /** Bytes. */
  readonly size: number;
  /** What the store's ETag will be, where we can tell. */
  readonly etag: () => string | null;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly onRetry: ((retry: UploadRetry) => void) | undefined;
  /** What is known of the store. */
  readonly store: StoreHabits;
  /** The one request that makes the object visible. */
  readonly send: (condition: { IfNoneMatch?: '*' }) => Promise<void>;
}

/**
 * Makes an object visible, and returns what the store says of it. After every failure a look decides before the request is made again:
 * its reply may have been lost, and the object may be there.
 */
export async function publish(publication: Publication): Promise<StoredObject> {
  const { object, heads, signal, patience, onRetry } = publication;
  const adopted = await repeated(
    async () => {
      try {
        await sendWithCondition(publication);
        return null;
      } catch (cause) {
        return await adoptedAfter(cause, publication);
      }
    },
    { patience, signal, onRetry },
  );
  if (adopted !== null) return adopted;
  const head = await repeated(() => heads.head(object.key, { signal }), { patience, signal, onRetry });
  // Where conditions mean nothing the last one wins.
  if (object.isNotIn(head)) {
    publication.store.keepsConditions = false;
    throw alreadyExists(object.key);
  }
  return heads.objectOf(object.key, head);
}

async function sendWithCondition({ store, send }: Publication): Promise<void> {
  if (store.refusesConditions) return send({});
  try {
    await send({ IfNoneMatch: '*' });
  } catch (cause) {
    if (cause instanceof StorageError && cause.kind === 'already-exists') store.keepsConditions ??= true;
    if (!isNotImplemented(cause)) throw cause;
    store.refusesConditions = true;
    store.keepsConditions = false;
    await send({});
  }
}

const isNotImplemented = (cause: unknown): boolean =>
  cause instanceof StorageError &&
  cause.cause instanceof Error &&
  cause.cause.message.startsWith(`${unknownCondition} `);

/** The object, when it is there in spite of the failure and is ours. @throws the failure, or `already-exists` */
async function adoptedAfter(cause: unknown, { object, heads, size, etag, signal }: Publication): Promise<StoredObject> {
  if (!(cause instanceof StorageError) || signal.aborted) throw cause;
  const head = await heads.headOrNull(object.key, { signal }).catch(() => null);
  if (head === null) throw cause;
  if (!object.isIn(head)) throw alreadyExists(object.key, cause);
  const found = heads.objectOf(object.key, head);
  const computed = head.ServerSideEncryption === 'aws:kms' ? null : etag();
  const differs = computed !== null && sameForm(computed, found.etag) && computed !== found.etag;
  if (found.size === size && !differs) return found;
  throw new StorageError(
    found.size === size ? 'damaged' : 'size-mismatch',
    `"${object.key}" is there after a lost reply, but it is not what was sent: it has ${found.size} of ${size} bytes, or other ones.`,
    'Start the backup again.',
    { cause },
  );
}

/** An ETag is a digest only where it looks like one. */
const sameForm = (one: string, other = ''): boolean => {
  const form = /^"[0-9a-f]{32}(-\d+)?"$/;
  return form.exec(one)?.[1] === form.exec(other)?.[1] && form.test(other);
};
