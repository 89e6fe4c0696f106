import type { UploadSteps } from '../../ruled-upload';
import { abortWithinMs, type CreateOptions, type ExpectedContent, type StoredObject } from '../../storage';
import { alreadyExists } from '../../storage-error';
import { createHash } from 'node:crypto';
import type { ObjectHeads } from './head-object';
import { beginMultipart } from './begin-multipart';
import { withBodyDigest } from './body-digest';
import { lockObject } from './lock-object';
import type { Multipart } from './multipart';
import type { NewObject } from './new-object';
import { PartBuffer } from './part-buffer';
import type { PartPlan } from './part-plan';
import { PartsInFlight } from './parts-in-flight';
import { publish } from './publish';
import { removeObject } from './remove-object';
import { quickPatience, repeated, type Patience } from './repeated';
import type { S3Requests } from './s3-requests';
import { PutObjectCommand } from './sdk';
import type { StoreHabits } from './store-habits';

export interface UploadTarget {
  readonly object: NewObject;
  readonly plan: PartPlan;
  readonly requests: S3Requests;
  readonly heads: ObjectHeads;
  readonly store: StoreHabits;
  readonly patience: Patience;
  /** Begun already when more than one part is expected, or nobody knows. */
  readonly multipart: Multipart | null;
  readonly options: CreateOptions;
}

/** One object on its way to a bucket: by one request when it fits one part, else in parts, some at once. */
export class S3Upload implements UploadSteps {
  readonly #parts = new PartsInFlight();
  #multipart: Promise<Multipart> | null;
  #filling: PartBuffer;
  /** Of parts that are done, for the next ones of their size: as many as were ever under way. */
  #spares: PartBuffer[] = [];
  #number = 1;
  /** An object of ours may be visible. */
  #tried = false;

  constructor(
    private readonly target: UploadTarget,
    private readonly ended: AbortSignal,
  ) {
    const { plan, multipart, options } = target;
    this.#multipart = multipart === null ? null : Promise.resolve(multipart);
    this.#filling = new PartBuffer(plan.firstPart, options.sizeHint);
  }

  async write(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      // Only with a byte more it is known that there is a next part.
      if (this.#filling.isFull) {
        await this.#sendPart();
        this.#filling = this.#nextBuffer(this.target.plan.bytesOf(this.#number));
      }
      rest = this.#filling.add(rest);
    }
  }

  async publish({ size }: ExpectedContent): Promise<StoredObject> {
    const { object, heads, requests, store, patience, options } = this.target;
    const { ended: signal } = this;
    const persistence = { patience, signal, onRetry: options.onRetry };
    const isOnePart = this.#number === 1;
    if (!isOnePart) await this.#sendPart();
    // The look needs no wait for the last parts: what comes in between is refused by condition.
    const look = repeated(() => heads.headOrNull(object.key, { signal }), persistence);
    const [there] = await Promise.all([look, this.#parts.all()]);
    const multipart = await this.#multipart;
    if (isOnePart && multipart !== null) await repeated(() => multipart.abort(signal), persistence);
    if (there !== null) throw alreadyExists(object.key);
    const body = this.#filling.bytes;
    this.#tried = true;
    const stored = await publish({
      object,
      heads,
      size,
      signal,
      store,
      patience,
      onRetry: options.onRetry,
      etag: () =>
        isOnePart || multipart === null ? `"${createHash('md5').update(body).digest('hex')}"` : multipart.etag,
      send: (condition) =>
        isOnePart || multipart === null
          ? putObject(this.target, body, condition, signal)
          : multipart.complete(condition, signal),
    });
    const { lock } = object;
    return lock === null ? stored : repeated(() => lockObject(requests, stored, lock, signal), persistence);
  }

  /** Parts under way have ended with their signal. What can't be removed in time stays to be swept. */
  async discard(): Promise<void> {
    const signal = AbortSignal.timeout(abortWithinMs - 100);
    await this.#parts.settled();
    await Promise.all([this.#stopMultipart(signal), this.#removePublished(signal)]);
  }

  async #sendPart(): Promise<void> {
    const { plan } = this.target;
    const multipart = await (this.#multipart ??= this.#beginMultipart());
    const full = this.#filling;
    const number = this.#number++;
    await this.#parts.begin(() => this.#sent(multipart, number, full), plan.inFlight(full.capacity));
  }

  async #sent(multipart: Multipart, number: number, part: PartBuffer): Promise<void> {
    const { patience, options } = this.target;
    await repeated(() => multipart.send(number, part.bytes, this.ended), {
      patience,
      signal: this.ended,
      onRetry: options.onRetry,
    });
    // After a failure the connection may still hold on to the bytes.
    this.#spares.push(part);
  }

  #nextBuffer(capacity: number): PartBuffer {
    if (this.#spares[0]?.capacity !== capacity) this.#spares = [];
    const spare = this.#spares.pop();
    if (spare === undefined) return new PartBuffer(capacity, capacity);
    spare.clear();
    return spare;
  }

  /** More came than was estimated. */
  #beginMultipart(): Promise<Multipart> {
    const { patience, options } = this.target;
    return beginMultipart(this.target, { patience, signal: this.ended, options });
  }

  async #stopMultipart(signal: AbortSignal): Promise<void> {
    const multipart = await this.#multipart?.catch(() => null);
    if (multipart === undefined || multipart === null) return;
    await repeated(() => multipart.abort(signal), { patience: quickPatience, signal }).catch(leftToTheSweep);
  }

  async #removePublished(signal: AbortSignal): Promise<void> {
    if (!this.#tried) return;
    const { requests, heads, object } = this.target;
    try {
      const head = await repeated(() => heads.headOrNull(object.key, { signal }), { patience: quickPatience, signal });
      if (head === null || !object.isIn(head)) return;
      await removeObject(requests, heads, object.key, { versionId: head.VersionId, signal });
    } catch {
      // The store can't be reached, or has locked it: the caller knows the key and that the commit failed.
    }
  }
}

/** The caller has its id, and sweeps it when the store can be reached again. */
const leftToTheSweep = (): void => undefined;

async function putObject(
  { requests, object, store }: UploadTarget,
  body: Buffer,
  condition: { IfNoneMatch?: '*' },
  signal: AbortSignal,
): Promise<void> {
  const input = { ...object.described, ...condition, Body: body, ContentLength: body.length };
  const put = await withBodyDigest(body, store, (digest) =>
    requests.ask('put', { key: object.key, signal }, (client, options) =>
      client.send(new PutObjectCommand({ ...input, ...digest }), options),
    ),
  );
  requests.demand(put.ETag, 'put');
}
