import { raceSignal } from '../../race-signal';
import { StorageError } from '../../storage-error';
import type { DavClient } from './dav-client';
import type { DavLimits } from './dav-limits';
import { below } from './dav-path';
import { lookUp } from './propfind';

/** A folder that two uploads make at the same time is locked for the second. Milliseconds. */
const lockedWaits = [50, 100, 200, 400, 800];

/** Makes folders, each once. */
export class Folders {
  readonly #made = new Map<string, Promise<void>>();

  constructor(
    private readonly dav: DavClient,
    private readonly wait: DavLimits['wait'],
  ) {}

  /** All of a path, from the top. A folder that is there already is fine. */
  async make(account: URL, names: readonly string[], signal: AbortSignal): Promise<void> {
    for (let count = 1; count <= names.length; count += 1) {
      const url = below(account, names.slice(0, count), 'collection');
      await raceSignal(this.#once(url, names.slice(0, count).join('/')), signal);
    }
  }

  /** Somebody else removed one meanwhile. */
  forget(): void {
    this.#made.clear();
  }

  #once(url: URL, name: string): Promise<void> {
    const known = this.#made.get(url.href);
    if (known !== undefined) return known;
    const making = this.#make(url, name).catch((cause: unknown) => {
      this.#made.delete(url.href);
      throw cause;
    });
    this.#made.set(url.href, making);
    return making;
  }

  async #make(url: URL, name: string): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const reply = await this.dav.tell('MKCOL', url);
      // 405 is what RFC 4918 §9.3.1 has for "is there"; some servers say 200 or 201 again.
      if ([200, 201, 204, 405].includes(reply.status)) return;
      const pause = lockedWaits[attempt];
      if (reply.status === 423 && pause !== undefined) {
        await this.wait(pause);
        continue;
      }
      // Who may not make it may still use it.
      const entry = reply.status === 401 || reply.status === 507 ? null : await lookUp(this.dav, url, { key: name });
      if (entry?.collection === true) return;
      if (reply.status === 409) throw noParent(name);
      throw this.dav.error(reply, name, url);
    }
  }
}

const noParent = (name: string): StorageError =>
  new StorageError(
    'invalid-config',
    `The folder "${name}" can not be made: what it should lie in is not there.`,
    'Check the address and the folder.',
    { field: 'path' },
  );
