import { lastStepMs } from '../../../stall-limit';
import { raceSignal } from '../../../race-signal';
import { removed, removedAfterCut } from '../removed';
import { BodyQueue } from './body-queue';
import { sizeOfTemp } from './size-of-temp';
import type { Staging } from './staging';
import type { UploadTarget } from './upload-target';

/** A long object on a plain server: one request of unknown length to a temporary name. What ends it ends this copy. */
export class StreamStaging implements Staging {
  readonly source: URL;
  readonly trace: URL;
  readonly #body = new BodyQueue();
  readonly #failed = new AbortController();
  readonly #sending: Promise<void>;

  constructor(private readonly to: UploadTarget) {
    this.source = to.temp;
    this.trace = to.temp;
    this.#sending = this.#send();
    this.#sending.catch((cause: unknown) => {
      this.#body.stop();
      this.#failed.abort(cause);
    });
  }

  add(chunk: Buffer): Promise<void> {
    return raceSignal(this.#body.push(chunk), this.#failed.signal);
  }

  async finish(last: Buffer, size: number): Promise<void> {
    if (last.length > 0) await this.add(last);
    this.#body.end();
    await this.#sending;
    await sizeOfTemp(this.to, size);
  }

  async remove(): Promise<void> {
    const { dav, key, temp, limits } = this.to;
    this.#body.stop();
    const answered = await this.#sending.then(
      () => true,
      () => false,
    );
    await (answered ? removed : removedAfterCut)(dav, temp, key, limits.wait);
  }

  async #send(): Promise<void> {
    const { dav, key, temp, ended } = this.to;
    const reply = await dav.tell('PUT', temp, {
      headers: { 'content-type': 'application/octet-stream' },
      body: this.#body,
      signal: ended,
      // Some servers copy what they took to its place before they answer.
      deadlineMs: lastStepMs,
    });
    if (reply.status < 200 || reply.status > 204) throw dav.error(reply, key, temp);
    this.#body.demandRead();
  }
}
