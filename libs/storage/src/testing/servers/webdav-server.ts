import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { mkdir, stat, chown } from 'node:fs/promises';
import path from 'node:path';

/** Where a WebDAV server of the tests is, and who may use it. */
export interface WebdavPlace {
  /** As a person would say it. */
  readonly name: string;
  /** With a slash at its end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Its files, to look at what a driver did. */
  readonly folder: string;
}

export interface WebdavServer extends WebdavPlace {
  /** The name of an empty folder at the top. */
  freshFolder(): Promise<string>;
  /** Paths of all files in a folder, sorted; folders end in a slash. */
  files(folder: string): Promise<string[]>;
  stop(): Promise<void>;
}

export function webdavServer(place: WebdavPlace, stop: () => Promise<void>): WebdavServer {
  return {
    ...place,
    stop,
    async freshFolder() {
      const name = `test-${randomUUID()}`;
      const folder = path.join(place.folder, name);
      await mkdir(folder);
      // The server may work as another user: whose the top is.
      const { uid, gid } = await stat(place.folder);
      if (process.getuid?.() === 0) await chown(folder, uid, gid);
      return name;
    },
    async files(folder) {
      const top = path.join(place.folder, folder);
      const entries = await readdir(top, { recursive: true, withFileTypes: true });
      return entries
        .map((entry) => path.relative(top, path.join(entry.parentPath, entry.name)) + (entry.isDirectory() ? '/' : ''))
        .sort();
    },
  };
}
