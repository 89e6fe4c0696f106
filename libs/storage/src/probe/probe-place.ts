import { randomBytes } from 'node:crypto';
import type { Storage, StorageFacts, StorageUsage } from '../storage';
import type { StorageError } from '../storage-error';

/** What the steps of one probe share: where they write, and what they have learnt. */
export class ProbePlace {
  /** Keys that may exist now because of us. */
  readonly written = new Set<string>();
  /** 1 MiB that no store can compress or guess. */
  readonly body = randomBytes(1024 * 1024);
  readonly keys: {
    readonly main: string;
    readonly stopped: string;
    readonly contested: string;
    readonly missing: string;
  };
  conditions = false;
  ranges = false;
  canDelete = false;
  usage: StorageUsage | null = null;
  facts: StorageFacts | null = null;
  /** How the first request was refused. */
  answer: StorageError | null = null;

  constructor(
    readonly storage: Storage,
    prefix: string,
    readonly signal: AbortSignal,
  ) {
    // No folder of its own: on some stores an empty one would stay.
    const start = `${prefix === '' ? '' : `${prefix}/`}stowbase-probe-${randomBytes(8).toString('hex')}`;
    this.keys = {
      main: `${start}-object`,
      stopped: `${start}-stopped`,
      contested: `${start}-contested`,
      missing: `${start}-missing`,
    };
  }

  leftovers: readonly string[] = [];

  /** Deletes what may be left. Returns the keys that can't be deleted. */
  async clean(): Promise<string[]> {
    const left: string[] = [];
    for (const key of this.written) {
      try {
        await this.storage.delete(key);
      } catch {
        // A store that allows no deletes, or has gone away: both are told by name.
        left.push(key);
      }
    }
    return left;
  }
}
