import { setTimeout as delay } from 'node:timers/promises';
import { countedConnect, type CountedConnect, type StorageConfig } from '../../../testing';
import type { DavLimits } from '../dav-limits';
import type { DavConfig } from '../dav-place';
import type { DavStorage } from '../dav-storage';
import { openDavStorage } from '../open-dav-storage';

/** Chunks and buffers as small as tests want them, bytes. */
export const partBytes = 256 * 1024;

/** Pauses before another attempt pass at once; the short ones, for a server that is about to let go of something, are kept. */
export const quickLimits: Partial<DavLimits> = {
  chunkBytes: partBytes,
  gatherBytes: partBytes,
  wait: (milliseconds) => (milliseconds < 500 ? delay(milliseconds) : Promise.resolve()),
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
