import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { rangeOf } from '../../byte-range';
import { exactStream } from '../../exact-stream';
import type { HttpClient } from '../../http/http-types';
import { checkKey } from '../../keys';
import { raceSignal } from '../../race-signal';
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
import { alreadyExists, misuse, notFound } from '../../storage-error';
import { sessionId, type DriveFiles } from './drive-files';
import type { DriveFile } from './drive-file';
import { DriveUpload } from './drive-upload';
import { chunkBytesFor } from './chunk-size';
import { Folders } from './folders';
import { mediaOf } from './media';
import {
  atKey,
  keyOf,
  kindOf,
  objectOf,
  objectProperties,
  objectsBelow,
  ofUpload,
  pendingBelow,
} from './object-properties';
import { patiently, type Patience } from './patience';
import { RecentFiles } from './recent-files';
import type { RootFolder } from './root-folder';
import type { DriveTiming } from './timing';
import { UploadSession } from './upload-session';
import { descriptionOf } from './description';

interface DriveParts {
  readonly http: HttpClient;
  readonly files: DriveFiles;
  readonly root: RootFolder;
  readonly timing: DriveTiming;
  readonly encrypted: boolean;
}

interface Found {
  readonly file: DriveFile;
  readonly object: StoredObject;
}

/** Objects are files with properties of ours, below one folder. */
export class DriveStorage implements Storage {
  readonly #folders: Folders;
  readonly #recent: RecentFiles;

  constructor(private readonly parts: DriveParts) {
    this.#folders = new Folders(parts.files);
    this.#recent = new RecentFiles(parts.files);
  }

  async create(key: string, options: CreateOptions): Promise<Upload> {
    checkKey(key);
    const { files, root: rootFolder, timing } = this.parts;
    const { signal } = options;
    const patience: Patience = { delays: timing.delays, signal };
    const again = <T>(work: () => Promise<T>): Promise<T> => raceSignal(patiently(work, patience), signal);
    const root = rootFolder.mark;
    const top = await again(() => rootFolder.ready(signal));
    if ((await again(() => this.#publishedAt(key, signal))).length > 0) throw alreadyExists(key);
    // Not ended by the signal itself: several uploads may wait for one folder.
    const folder = await again(() => this.#folders.of(top, root, key));
    const uploadId = randomBytes(8).toString('hex');
    const metadata = {
      // What a person sees in Drive until it is published.
      name: `.stowbase-${uploadId}.partial`,
      mimeType: options.contentType ?? 'application/octet-stream',
      parents: [folder],
      description: descriptionOf(options.metadata),
      appProperties: objectProperties(root, key, uploadId),
    };
    const begin = async (ended: AbortSignal): Promise<UploadSession> => {
      const url = await patiently(() => files.startUpload(metadata, ended), { ...patience, signal: ended });
      const session = new UploadSession(files.api, url);
      // Its id opens nothing but this one upload, and only until it is finished or a week is over.
      try {
        await options.onState?.({ uploadId, session: sessionId(url) ?? '' });
      } catch (cause) {
        await session.cancel().catch(() => undefined);
        throw cause;
      }
      return session;
    };
    const session = await begin(signal);
    const chunkBytes = chunkBytesFor(options.sizeHint, timing.chunkBytes);
    const target = { key, root, uploadId, files, timing, chunkBytes, session, recent: this.#recent };
    return new RuledUpload(key, options, (ended) => new DriveUpload({ ...target, restart: () => begin(ended) }, ended));
  }

  async get(key: string, options: GetOptions = {}): Promise<Readable> {
    const { file, object } = await this.#found(checkKey(key), options.signal);
    const { start, end } = rangeOf(object, options);
    const exact = { key, bytes: end - start, signal: options.signal };
    if (end === start) return exactStream(Readable.from([]), exact);
    return exactStream(await mediaOf(this.parts.files, file, { key, start, end, signal: options.signal }), exact);
  }

  async stat(key: string): Promise<StoredObject> {
    return (await this.#found(checkKey(key))).object;
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const { files, root } = this.parts;
    /** Of several at one key the oldest counts, and it comes first. */
    const given = new Set<string>();
    let found = false;
    for await (const file of files.find(objectsBelow(root.mark))) {
      found = true;
      const object = objectOf(file);
      if (object === null || this.#recent.isRemoved(file) || !object.key.startsWith(prefix) || given.has(object.key))
        continue;
      given.add(object.key);
      yield object;
    }
    if (!found) await root.demandThere();
  }

  async delete(key: string): Promise<void> {
    checkKey(key);
    const there = await this.#publishedAt(key);
    for (const { file } of there) {
      await this.parts.files.remove(file.id);
      this.#recent.removed(file.id);
    }
    if (there.length === 0) await this.parts.root.demandThere();
  }

  usage(): Promise<StorageUsage> {
    return this.parts.files.usage();
  }

  facts(): Promise<StorageFacts> {
    const { encrypted, files } = this.parts;
    const { clockSkewMs } = files.api;
    return Promise.resolve({ tls: encrypted ? 'verified' : 'none', clockSkewMs, versioning: false, locking: false });
  }

  /** An unfinished session, and a file that is whole but was never published. */
  async sweep(key: string, { uploadId, session }: UploadState): Promise<void> {
    if (uploadId === undefined || !/^[0-9a-f]{16}$/.test(uploadId)) {
      throw misuse(`The state of the upload to "${key}" names no upload.`);
    }
    const { files } = this.parts;
    if ((await files.all(ofUpload(uploadId))).some((file) => kindOf(file) === 'object')) return;
    if (session !== undefined) await new UploadSession(files.api, files.sessionUrl(session)).cancel();
    for (const file of await files.all(ofUpload(uploadId))) {
      if (kindOf(file) === 'pending') await files.discard(file.id);
    }
  }

  /** Whole files that were never published. Google lists no sessions; one holds no file, and is forgotten after a week. */
  async *unfinished(prefix: string): AsyncGenerator<UnfinishedUpload> {
    for (const file of await this.parts.files.all(pendingBelow(this.parts.root.mark))) {
      const [key, uploadId] = [keyOf(file), file.properties['upload']];
      if (key === null || uploadId === undefined || !key.startsWith(prefix)) continue;
      yield { key, state: { uploadId }, begun: file.created };
    }
  }

  close(): Promise<void> {
    return this.parts.http.close();
  }

  async #publishedAt(key: string, signal?: AbortSignal): Promise<Found[]> {
    const { files, root } = this.parts;
    const asObject = (file: DriveFile): Found[] => {
      const object = objectOf(file);
      return object?.key === key && !this.#recent.isRemoved(file) ? [{ file, object }] : [];
    };
    const found = (await files.all(atKey(root.mark, key), signal)).flatMap(asObject);
    return found.length > 0 ? found : (await this.#recent.at(key, signal)).flatMap(asObject);
  }

  /** @throws StorageError `not-found`, and what is wrong with the folder of all backups when nothing is found in it */
  async #found(key: string, signal?: AbortSignal): Promise<Found> {
    const [first] = await this.#publishedAt(key, signal);
    if (first !== undefined) return first;
    await this.parts.root.demandThere(signal);
    throw notFound(key);
  }
}
