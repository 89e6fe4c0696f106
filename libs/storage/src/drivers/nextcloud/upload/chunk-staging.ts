import { placeOf } from '../../../http/network-error';
import { StorageError } from '../../../storage-error';
import { removed } from '../removed';
import { expired } from './expired';
import { fromBuffer } from './from-buffer';
import type { Staging } from './staging';
import type { UploadTarget } from './upload-target';

const mostInFlight = 2;
/** Names go from 00001 to 10000 (developer manual of Nextcloud, chunked upload v2). */
const mostChunks = 10_000;

/** The chunks of one object in a folder of Nextcloud's uploads. Each is sent again from its buffer when its request is lost. */
export class ChunkStaging implements Staging {
  readonly source: URL;
  readonly trace: URL;
  readonly #begun: Promise<void>;
  readonly #inFlight = new Set<Promise<void>>();
  #count = 0;
  #sent = 0;
  #failure: { readonly cause: unknown } | null = null;

  constructor(
    private readonly to: UploadTarget,
    private readonly folder: URL,
  ) {
    this.source = new URL('.file', folder);
    this.trace = folder;
    this.#begun = this.#begin();
    this.#begun.catch(() => undefined);
  }

  async add(chunk: Buffer): Promise<void> {
    await this.#begun;
    while (this.#inFlight.size >= mostInFlight) await Promise.race(this.#inFlight);
    if (this.#failure !== null) throw this.#failure.cause;
    this.#count += 1;
    this.#sent += chunk.length;
    if (this.#count > mostChunks) throw tooMany(this.to.key);
    const sending = this.#send(String(this.#count).padStart(5, '0'), chunk, this.#sent)
      .catch((cause: unknown) => void (this.#failure ??= { cause }))
      .finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
  }

  async finish(last: Buffer): Promise<void> {
    if (last.length > 0) await this.add(last);
    await Promise.all(this.#inFlight);
    if (this.#failure !== null) throw this.#failure.cause;
  }

  async remove(): Promise<void> {
    const { dav, key, limits } = this.to;
    await Promise.allSettled([this.#begun, ...this.#inFlight]);
    await removed(dav, this.folder, key, limits.wait);
  }

  /** Not ended by the signal: whether the folder was made is to be known before it is removed. */
  async #begin(): Promise<void> {
    const { dav, key, target, limits, ended } = this.to;
    await fromBuffer(
      async () => {
        const reply = await dav.tell('MKCOL', this.folder, { headers: { destination: target.href } });
        // 405: an attempt before this one had made it, and its answer was lost.
        if (reply.status !== 201 && reply.status !== 405) throw dav.error(reply, key, this.folder);
      },
      limits,
      ended,
    );
  }

  async #send(name: string, chunk: Buffer, sent: number): Promise<void> {
    const { dav, key, target, limits, ended } = this.to;
    const url = new URL(name, this.folder);
    await fromBuffer(
      async () => {
        const reply = await dav.tell('PUT', url, {
          headers: {
            destination: target.href,
            'content-type': 'application/octet-stream',
            // At least so long: with it a full quota is told now, and not only when all is there.
            'oc-total-length': String(sent),
          },
          body: chunk,
          signal: ended,
        });
        // 412: version 2 keeps what it knows of an upload in a cache, which can lose it.
        if ([404, 409, 412].includes(reply.status)) throw expired(key, url);
        if (reply.status === 400) throw notWhole(key, url);
        if (reply.status < 200 || reply.status > 204) throw dav.error(reply, key, url);
      },
      limits,
      ended,
    );
  }
}

/** "Expected filesize of …": something in between lost a part of the request. */
const notWhole = (key: string, url: URL): StorageError =>
  new StorageError(
    'unreachable',
    `${placeOf(url)} did not get the whole of a chunk of "${key}".`,
    'Try again; if it stays, look for a proxy in between that limits uploads.',
  );

const tooMany = (key: string): StorageError =>
  new StorageError(
    'quota',
    `"${key}" needs more than ${mostChunks} chunks, which Nextcloud does not take.`,
    'Use another destination for backups of this size.',
  );
