import { sizeOfTemp } from './size-of-temp';
import { fromBuffer } from './from-buffer';
import { removed, removedAfterCut } from '../removed';
import type { Staging } from './staging';
import type { UploadTarget } from './upload-target';

/** An object of one buffer: a file with a temporary name, sent in one request. */
export class TempStaging implements Staging {
  readonly source: URL;
  readonly trace: URL;

  /** A request has no answer. */
  #cut = false;

  constructor(private readonly to: UploadTarget) {
    this.source = to.temp;
    this.trace = to.temp;
  }

  add(): Promise<void> {
    throw new Error('An object of one buffer was given another one.');
  }

  async finish(body: Buffer, size: number): Promise<void> {
    const { dav, key, temp, limits, ended } = this.to;
    await fromBuffer(
      async () => {
        this.#cut = true;
        const reply = await dav.tell('PUT', temp, {
          headers: { 'content-type': 'application/octet-stream' },
          body,
          signal: ended,
        });
        this.#cut = false;
        if (reply.status < 200 || reply.status > 204) throw dav.error(reply, key, temp);
      },
      limits,
      ended,
    );
    await sizeOfTemp(this.to, size);
  }

  remove(): Promise<void> {
    const { dav, key, temp, limits } = this.to;
    return (this.#cut ? removedAfterCut : removed)(dav, temp, key, limits.wait);
  }
}
