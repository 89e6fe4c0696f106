import { constants } from 'node:fs';
import { lstat, open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { rangeOf } from '../../byte-range';
import { exactStream } from '../../exact-stream';
import { checkKey } from '../../keys';
import { RuledUpload } from '../../ruled-upload';
import type {
  CreateOptions,
  GetOptions,
  Storage,
  StorageUsage,
  StoredObject,
  UnfinishedUpload,
  Upload,
  UploadState,
} from '../../storage';
import { alreadyExists, misuse, notFound, StorageError } from '../../storage-error';
import { openBelow, openDestination, type AllowedFolder } from './allowed-folder';
import { errnoOf, fileError } from './file-error';
import { listObjects, listUnfinished } from './list-objects';
import { objectOf } from './local-object';
import { allowanceFor, localUsage } from './local-space';
import { LocalUpload } from './local-upload';
import type { OpenFolder } from './open-folder';
import { isTempName, newTempName } from './temp-name';

/** Objects are files below a folder of this machine. Folders that became empty stay. */
export class LocalStorage implements Storage {
  constructor(
    private readonly folder: AllowedFolder,
    private readonly maxSize: number | undefined,
  ) {}

  async create(key: string, options: CreateOptions): Promise<Upload> {
    const { folder, name } = await this.#folderOf(key, true).catch(asFileError(key));
    try {
      const allowance = await this.#demandRoom(key, folder, name, options.sizeHint).catch(asFileError(key));
      const tempName = newTempName();
      await options.onState?.({ tempName });
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
      const file = await open(folder.at(tempName), flags, 0o600).catch(asFileError(key));
      return new RuledUpload(key, options, () => new LocalUpload({ key, name, tempName, folder, file, allowance }));
    } catch (cause) {
      await folder.close();
      throw cause;
    }
  }

  get(key: string, options: GetOptions = {}): Promise<Readable> {
    return this.#inFolderOf(key, async (folder, name) => {
      const file = await open(folder.at(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const stats = await file.stat({ bigint: true });
        if (!stats.isFile()) throw notFound(key);
        const { start, end } = rangeOf(objectOf(key, stats), options);
        const exact = { key, bytes: end - start, signal: options.signal };
        if (end > start)
          return exactStream(file.createReadStream({ start, end: end - 1, highWaterMark: 262_144 }), exact);
        await file.close();
        return exactStream(Readable.from([]), exact);
      } catch (cause) {
        await file.close();
        throw cause;
      }
    });
  }

  stat(key: string): Promise<StoredObject> {
    return this.#inFolderOf(key, async (folder, name) => {
      const stats = await lstat(folder.at(name), { bigint: true });
      if (!stats.isFile()) throw notFound(key);
      return objectOf(key, stats);
    });
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const base = await this.#open();
    try {
      yield* listObjects(base, prefix);
    } catch (cause) {
      throw fileError(cause, prefix);
    } finally {
      await base.close();
    }
  }

  async *unfinished(prefix: string): AsyncGenerator<UnfinishedUpload> {
    const base = await this.#open();
    try {
      yield* listUnfinished(base, prefix);
    } catch (cause) {
      throw fileError(cause, prefix);
    } finally {
      await base.close();
    }
  }

  delete(key: string): Promise<void> {
    return this.#removed(key, (name) => name);
  }

  async usage(): Promise<StorageUsage> {
    const base = await this.#open();
    try {
      return await localUsage(base, this.maxSize);
    } catch (cause) {
      throw fileError(cause, this.folder.shown);
    } finally {
      await base.close();
    }
  }

  sweep(key: string, { tempName }: UploadState): Promise<void> {
    if (tempName === undefined || !isTempName(tempName)) {
      return Promise.reject(misuse(`The state of the upload to "${key}" names no temporary file.`));
    }
    return this.#removed(key, () => tempName);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Removes one file in the folder of a key; gone already is done. */
  async #removed(key: string, nameOf: (name: string) => string): Promise<void> {
    try {
      await this.#inFolderOf(key, async (folder, name) => {
        const removed = nameOf(name);
        if ((await lstat(folder.at(removed))).isDirectory()) throw notFound(key);
        await rm(folder.at(removed));
        await folder.sync();
      });
    } catch (cause) {
      if (!(cause instanceof StorageError && cause.kind === 'not-found')) throw cause;
    }
  }

  /** Bytes that the upload may have. @throws StorageError `already-exists`, `quota` */
  async #demandRoom(key: string, folder: OpenFolder, name: string, sizeHint: number | undefined): Promise<number> {
    if ((await lstat(folder.at(name)).catch(unlessMissing)) !== undefined) throw alreadyExists(key);
    const base = await this.#open();
    try {
      return await allowanceFor(key, base, { sizeHint, maxSize: this.maxSize });
    } finally {
      await base.close();
    }
  }

  async #inFolderOf<T>(key: string, work: (folder: OpenFolder, name: string) => Promise<T>): Promise<T> {
    try {
      const { folder, name } = await this.#folderOf(key, false);
      try {
        return await work(folder, name);
      } finally {
        await folder.close();
      }
    } catch (cause) {
      throw fileError(cause, key);
    }
  }

  /** The folder of a key, which the caller closes, and the name in it. `make` makes what is missing. */
  async #folderOf(key: string, make: boolean): Promise<{ folder: OpenFolder; name: string }> {
    const names = checkKey(key).split('/');
    if (names.some(isTempName)) throw reserved(key);
    const name = names.pop() ?? '';
    return { folder: await openBelow(await this.#open(), names, make, this.folder), name };
  }

  /** A folder that is gone is no proof that its backups are: a disk may not be mounted. */
  async #open(): Promise<OpenFolder> {
    try {
      return await openDestination(this.folder, false);
    } catch (cause) {
      if (!(cause instanceof StorageError && errnoOf(cause.cause) === 'ENOENT')) throw cause;
      throw new StorageError(
        'unreachable',
        `The folder "${this.folder.shown}" is not there.`,
        'Check that the disk or network share is mounted.',
        { cause },
      );
    }
  }
}

const asFileError =
  (key: string) =>
  (cause: unknown): never => {
    throw fileError(cause, key);
  };

function unlessMissing(cause: unknown): undefined {
  if (errnoOf(cause) !== 'ENOENT') throw cause;
}

const reserved = (key: string): StorageError =>
  new StorageError('invalid-config', `"${key}" is a name that Stowbase keeps for itself.`, 'Choose another name.');
