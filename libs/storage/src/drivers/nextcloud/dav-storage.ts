import { Readable } from 'node:stream';
import { rangeOf } from '../../byte-range';
import { exactStream } from '../../exact-stream';
import { checkKey } from '../../keys';
import { RuledUpload } from '../../ruled-upload';
import type {
  CreateOptions,
  GetOptions,
  Storage,
  StorageFacts,
  StorageUsage,
  StoredObject,
  UnfinishedUpload,
  Upload,
  UploadState,
} from '../../storage';
import { alreadyExists, misuse, notFound, StorageError } from '../../storage-error';
import type { DavClient } from './dav-client';
import type { DavLimits } from './dav-limits';
import { demandRoom, davUsage } from './dav-space';
import { below } from './dav-path';
import { findDavPlace, type DavConfig, type DavPlace } from './dav-place';
import { DavUpload } from './upload/dav-upload';
import { listObjects } from './list-objects';
import { listUnfinished } from './list-unfinished';
import { makeFolder } from './make-folder';
import { objectOf } from './dav-object';
import { noFolder } from './no-folder';
import { openBody } from './open-body';
import { lookUp } from './propfind';
import { removed, removedAfterCut } from './removed';
import { isTempName, isUploadId, newTempNames } from './temp-name';

/** Objects are files below a folder of a WebDAV server. Folders that became empty stay. */
export class DavStorage implements Storage {
  /** Uploads that this storage has begun, by their temporary names. */
  readonly #live = new Map<string, AbortController>();
  #finding: Promise<DavPlace> | null = null;
  #place: DavPlace | null = null;

  constructor(
    private readonly dav: DavClient,
    private readonly config: DavConfig,
    private readonly folder: readonly string[],
    private readonly limits: DavLimits,
  ) {}

  async create(key: string, options: CreateOptions): Promise<Upload> {
    const names = namesOf(key);
    const place = await this.#found();
    const target = below(place.root, names, 'file');
    if ((await lookUp(this.dav, target, { key, signal: options.signal })) !== null) throw alreadyExists(key);
    if ((options.sizeHint ?? 0) > this.limits.gatherBytes) await demandRoom(this.dav, place, key, options);
    await makeFolder(this.dav, {
      account: place.account,
      names: [...place.folder, ...names.slice(0, -1)],
      signal: options.signal,
      wait: this.limits.wait,
    });
    const { tempName, uploadId } = newTempNames();
    await options.onState?.(place.uploads === null ? { tempName } : { tempName, uploadId });
    const temp = below(place.root, [...names.slice(0, -1), tempName], 'file');
    const { dav, limits } = this;
    const chunks = place.uploads === null ? null : below(place.uploads, [uploadId], 'collection');
    const swept = new AbortController();
    this.#live.set(tempName, swept);
    const over = (): void => void this.#live.delete(tempName);
    const signal = AbortSignal.any([options.signal, swept.signal]);
    const to = { dav, limits, key, target, temp, chunks, sizeHint: options.sizeHint, over };
    return new RuledUpload(key, { ...options, signal }, (ended) => new DavUpload({ ...to, ended }));
  }

  async get(key: string, options: GetOptions = {}): Promise<Readable> {
    const url = await this.#urlOf(key);
    const object = await this.#objectAt(url, key, options.signal);
    const { start, end } = rangeOf(object, options);
    const exact = { key, bytes: end - start, signal: options.signal };
    if (end === start) return exactStream(Readable.from([]), exact);
    return exactStream(await openBody(this.dav, url, { object, start, end, signal: options.signal }), exact);
  }

  async stat(key: string): Promise<StoredObject> {
    return this.#objectAt(await this.#urlOf(key), key);
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const place = await this.#found();
    let found = false;
    for await (const object of listObjects(this.dav, place.root, prefix)) {
      found = true;
      yield object;
    }
    // A destination that never had a backup has no folder yet; what it is to lie in is always there.
    if (!found && (await lookUp(this.dav, place.account, { key: prefix })) === null) throw noFolder(place.account);
  }

  /** A DELETE of a folder removes all that lies in it: a key is looked at before. */
  async delete(key: string): Promise<void> {
    const url = await this.#urlOf(key);
    const entry = await lookUp(this.dav, url, { key });
    if (entry === null || entry.collection) return;
    await removed(this.dav, url, key, this.limits.wait);
  }

  async usage(): Promise<StorageUsage> {
    return davUsage(this.dav, await this.#found());
  }

  /** From what was seen so far: a question of its own would cost a sign-in, also when that has just failed. */
  facts(): Promise<StorageFacts> {
    const tls = new URL(this.config.url).protocol === 'https:' ? 'verified' : 'none';
    const versioning = this.#place?.trash ?? null;
    return Promise.resolve({ tls, clockSkewMs: this.dav.clockSkewMs, versioning, locking: false });
  }

  async sweep(key: string, { tempName, uploadId }: UploadState): Promise<void> {
    const names = namesOf(key);
    if (tempName === undefined || !isTempName(tempName) || (uploadId !== undefined && !isUploadId(uploadId))) {
      throw misuse(`The state of the upload to "${key}" names no temporary file.`);
    }
    const { root, uploads } = await this.#found();
    // A server keeps a file locked that it still takes: whoever was given up must not hold on to it.
    this.#live.get(tempName)?.abort();
    await removedAfterCut(this.dav, below(root, [...names.slice(0, -1), tempName], 'file'), key, this.limits.wait);
    if (uploads === null || uploadId === undefined) return;
    await removed(this.dav, below(uploads, [uploadId], 'collection'), key, this.limits.wait);
  }

  async *unfinished(prefix: string): AsyncGenerator<UnfinishedUpload> {
    yield* listUnfinished(this.dav, await this.#found(), prefix);
  }

  close(): Promise<void> {
    return this.dav.close();
  }

  async #urlOf(key: string): Promise<URL> {
    const names = namesOf(key);
    return below((await this.#found()).root, names, 'file');
  }

  async #objectAt(url: URL, key: string, signal?: AbortSignal): Promise<StoredObject> {
    const entry = await lookUp(this.dav, url, { key, signal });
    if (entry === null || entry.collection) throw notFound(key);
    return objectOf(key, entry);
  }

  /** Found once; a failure is no answer, so the next use asks again. */
  #found(): Promise<DavPlace> {
    this.#finding ??= findDavPlace(this.dav, this.config, this.folder).then(
      (place) => (this.#place = place),
      (cause: unknown) => {
        this.#finding = null;
        throw cause;
      },
    );
    return this.#finding;
  }
}

function namesOf(key: string): string[] {
  const names = checkKey(key).split('/');
  if (!names.some(isTempName)) return names;
  throw new StorageError(
    'invalid-config',
    `"${key}" is a name that Stowbase keeps for itself.`,
    'Choose another name.',
  );
}
