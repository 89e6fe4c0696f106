import { constants } from 'node:fs';
import { mkdir, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from './file-error';

/**
 * A folder that is held open, so that what is done in it happens in this very folder, whatever is renamed or replaced by a link
 * meanwhile. Linux alone can name files in it (`/proc/self/fd`); elsewhere its real path has to do.
 */
export class OpenFolder {
  private constructor(
    private readonly handle: FileHandle,
    /** Its path without any symbolic link, as the kernel sees it now. */
    readonly real: string,
  ) {}

  /** Follows symbolic links. */
  static open(folder: string): Promise<OpenFolder> {
    return OpenFolder.#open(folder, 0);
  }

  static async #open(folder: string, flags: number): Promise<OpenFolder> {
    const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | flags);
    try {
      const real = process.platform === 'linux' ? await readlink(`/proc/self/fd/${handle.fd}`) : await realpath(folder);
      return new OpenFolder(handle, real);
    } catch (cause) {
      await handle.close();
      throw cause;
    }
  }

  /** The path of a file in it, for one call of the file system; `name` has no `/`. */
  at(name: string): string {
    return process.platform === 'linux' ? `/proc/self/fd/${this.handle.fd}/${name}` : path.join(this.real, name);
  }

  /** A folder in it. A symbolic link is refused (`ENOTDIR`), wherever it points. */
  child(name: string): Promise<OpenFolder> {
    return OpenFolder.#open(this.at(name), constants.O_NOFOLLOW);
  }

  /** The same, made when it isn't there, for this user alone. */
  async childMade(name: string): Promise<OpenFolder> {
    try {
      return await this.child(name);
    } catch (cause) {
      if (errnoOf(cause) !== 'ENOENT') throw cause;
    }
    await mkdir(this.at(name), 0o700).catch((cause: unknown) => {
      if (errnoOf(cause) !== 'EEXIST') throw cause;
    });
    await this.sync();
    return this.child(name);
  }

  /** New and removed names survive a power cut after it. Some file systems can't do that for a folder: that is no failure. */
  async sync(): Promise<void> {
    try {
      await this.handle.sync();
    } catch (cause) {
      if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EBADF'].includes(errnoOf(cause))) throw cause;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
