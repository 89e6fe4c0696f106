import { StorageError } from '../../storage-error';
import { driveFile, fileFields, type DriveFile } from './drive-file';
import type { DriveFiles } from './drive-files';

/** So many are remembered; a search needs moments, not that many backups. */
const most = 1_000;

/**
 * What this process published and removed itself: a search of Drive may show either a moment late, a file asked for by its id is always
 * as it is.
 */
export class RecentFiles {
  readonly #published = new Map<string, string>();
  readonly #removed = new Set<string>();

  constructor(private readonly files: DriveFiles) {}

  published(key: string, id: string): void {
    this.#published.set(key, id);
    if (this.#published.size > most) this.#published.delete(this.#published.keys().next().value ?? '');
  }

  removed(id: string): void {
    this.#removed.add(id);
    if (this.#removed.size > most) this.#removed.delete(this.#removed.values().next().value ?? '');
  }

  isRemoved({ id }: DriveFile): boolean {
    return this.#removed.has(id);
  }

  /** The file that was published at the key, when it is still there and a search doesn't show it. */
  async at(key: string, signal?: AbortSignal): Promise<DriveFile[]> {
    const id = this.#published.get(key);
    if (id === undefined || this.#removed.has(id)) return [];
    try {
      const file = driveFile(await this.files.get(id, fileFields, signal));
      return file.trashed ? [] : [file];
    } catch (cause) {
      if (!(cause instanceof StorageError && cause.kind === 'not-found')) throw cause;
      this.#published.delete(key);
      return [];
    }
  }
}
