import type { UploadSteps } from '../../../ruled-upload';
import type { ExpectedContent, StoredObject } from '../../../storage';
import { notFound } from '../../../storage-error';
import { objectOf } from '../dav-object';
import { lookUp } from '../propfind';
import { removed } from '../removed';
import { chunkBytesAt } from './chunk-sizes';
import { ChunkStaging } from './chunk-staging';
import { publishByMove } from './publish-by-move';
import { StreamStaging } from './stream-staging';
import { TempStaging } from './temp-staging';
import type { Staging } from './staging';
import type { UploadTarget } from './upload-target';

/** Once a long request is under way, little is held back: servers end one in which nothing comes for a minute. Bytes. */
const streamBytes = 256 * 1024;

/**
 * Gathers what is written. What fits one buffer goes to a temporary name in one request that can be repeated; longer objects go in
 * chunks to Nextcloud, in one long request to others. In the end the name is given by MOVE.
 */
export class DavUpload implements UploadSteps {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #chunks = 0;
  #staging: Staging | null = null;
  /** The object at the key is this upload's. */
  #published = false;

  constructor(private readonly to: UploadTarget) {}

  async write(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      const some = rest.subarray(0, this.#bufferBytes() - this.#pendingBytes);
      this.#pending.push(some);
      this.#pendingBytes += some.length;
      rest = rest.subarray(some.length);
      // Only with more to come: an object of exactly one buffer needs no more than that.
      if (this.#pendingBytes >= this.#bufferBytes() && (rest.length > 0 || this.#staging !== null)) await this.#pass();
      else if (rest.length === 0) return;
    }
  }

  async publish({ size }: ExpectedContent): Promise<StoredObject> {
    const { dav, key, target } = this.to;
    this.#staging ??= new TempStaging(this.to);
    await this.#staging.finish(this.#taken(), size);
    await publishByMove(this.to, this.#staging, size, () => (this.#published = true));
    const entry = await lookUp(dav, target, { key });
    if (entry === null || entry.collection) throw notFound(key);
    const object = objectOf(key, entry);
    this.to.over();
    return object;
  }

  async discard(): Promise<void> {
    const { dav, key, target, limits } = this.to;
    this.#pending = [];
    this.to.over();
    await Promise.all([this.#staging?.remove(), this.#published ? removed(dav, target, key, limits.wait) : undefined]);
  }

  #bufferBytes(): number {
    const { chunks, limits, sizeHint } = this.to;
    if (chunks === null) return this.#staging === null ? limits.gatherBytes : Math.min(streamBytes, limits.gatherBytes);
    return chunkBytesAt(this.#chunks, limits.chunkBytes, sizeHint);
  }

  async #pass(): Promise<void> {
    this.#staging ??= this.to.chunks === null ? new StreamStaging(this.to) : new ChunkStaging(this.to, this.to.chunks);
    this.#chunks += 1;
    await this.#staging.add(this.#taken());
  }

  #taken(): Buffer {
    const [first] = this.#pending;
    const all =
      this.#pending.length === 1 && first !== undefined ? first : Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    return all;
  }
}
