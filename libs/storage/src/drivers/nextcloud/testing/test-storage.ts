import { setTimeout as delay } from 'node:timers/promises';
import { countedConnect, type CountedConnect, type StorageConfig } from '../../../testing';
import type { DavLimits } from '../dav-limits';
import type { DavConfig } from '../dav-place';
import type { DavStorage } from '../dav-storage';
import { openDavStorage } from '../open-dav-storage';

/** Chunks and buffers as small as tests want them, bytes. */
export const partBytes = 256 * 1024;

/** Pauses are short, but there: a server needs a moment to let go of what was cut off. */
export const quickLimits: Partial<DavLimits> = {
  chunkBytes: partBytes,
  gatherBytes: partBytes,
  wait: (milliseconds) => delay(Math.min(milliseconds, 100)),
};

export interface TestStorage {
  readonly storage: DavStorage;
  readonly sockets: CountedConnect;
  reopen(change: (config: StorageConfig) => StorageConfig): Promise<DavStorage>;
  close(): Promise<void>;
}

type Given = Pick<DavConfig, 'url' | 'username' | 'password'> & Partial<DavConfig>;

/** The driver over sockets that are counted. */
export function testStorage(given: Given, limits: Partial<DavLimits> = {}): TestStorage {
  const config: DavConfig = { path: 'Backups/Stowbase', kind: 'auto', allowInsecure: false, ...given };
  const sockets = countedConnect();
  const opened = (one: DavConfig): DavStorage => openDavStorage(one, sockets.connect, { ...quickLimits, ...limits });
  const storage = opened(config);
  return {
    storage,
    sockets,
    reopen: (change) => Promise.resolve(opened(change({ ...config }) as unknown as DavConfig)),
    close: () => storage.close(),
  };
}
