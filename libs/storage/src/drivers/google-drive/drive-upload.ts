import type { UploadSteps } from '../../ruled-upload';
import type { ExpectedContent, StoredObject } from '../../storage';
import { alreadyExists, StorageError } from '../../storage-error';
import { ChunkBuffer } from './chunk-buffer';
import { ChunkSender } from './chunk-sender';
import { demandWhole } from './demand-whole';
import { driveFile, fileFields, olderFirst, type DriveFile } from './drive-file';
import { atKey, kindOf, objectOf, ofUpload } from './object-properties';
import { patiently } from './patience';
import type { RecentFiles } from './recent-files';
import { settleRivals } from './settle-rivals';
import type { DriveFiles } from './drive-files';
import type { DriveTiming } from './timing';
import type { UploadSession } from './upload-session';

export interface DriveTarget {
  readonly key: string;
  readonly root: string;
  /** Ours, in the properties of the file. */
  readonly uploadId: string;
  readonly files: DriveFiles;
  readonly timing: DriveTiming;
  readonly chunkBytes: number;
  readonly session: UploadSession;
  readonly restart: () => Promise<UploadSession>;
  readonly recent: RecentFiles;
}

/** An abort has two seconds, and its requests are ended by nobody else. */
const clearing = { delays: [50, 200], signal: new AbortController().signal };

/**
 * Sends one object through a resumable session. The file appears in Drive when its last byte came, which is only in the commit; it stays
 * `pending`, which nobody takes for a backup, until it was compared and nobody else is at its key.
 */
export class DriveUpload implements UploadSteps {
  readonly #buffer: ChunkBuffer;
  readonly #sender: ChunkSender;
  readonly #patience: { readonly delays: readonly number[]; readonly signal: AbortSignal };
  /** From now on a file may be there. */
  #finishing = false;

  constructor(
    private readonly target: DriveTarget,
    private readonly ended: AbortSignal,
  ) {
    const { key, session, restart, timing, chunkBytes } = target;
    this.#buffer = new ChunkBuffer(chunkBytes);
    this.#patience = { delays: timing.delays, signal: ended };
    const finished = async (): Promise<DriveFile | null> => (await this.#ownFiles())[0] ?? null;
    this.#sender = new ChunkSender(session, { key, restart, finished, ...this.#patience });
  }

  async write(piece: Buffer): Promise<void> {
    this.#buffer.add(piece);
    for (let chunk = this.#buffer.take(); chunk !== null; chunk = this.#buffer.take()) await this.#sender.more(chunk);
  }

  async publish(expected: ExpectedContent): Promise<StoredObject> {
    const { key, root, files, timing, recent } = this.target;
    this.#finishing = true;
    const mine = await this.#sender.last(this.#buffer.rest(), expected.size);
    this.#buffer.clear();
    demandWhole(key, mine, expected);
    const again = <T>(work: () => Promise<T>): Promise<T> => patiently(work, this.#patience);
    await again(() =>
      settleRivals(files, { root, key, mine, recent }, { delays: timing.rivalDelays, signal: this.ended }),
    );
    const change = { name: key.slice(key.lastIndexOf('/') + 1), appProperties: { stowbase: 'object' } };
    await again(() => files.update(mine.id, change, this.ended));
    // By its id: a search may show it a moment later.
    const stored = driveFile(await again(() => files.get(mine.id, fileFields)));
    const object = objectOf(stored);
    if (object === null || stored.trashed) throw notPublished(key);
    demandWhole(key, stored, expected);
    const others = (await again(() => files.all(atKey(root, key)))).filter(
      (file) => kindOf(file) === 'object' && !recent.isRemoved(file),
    );
    if (others.some((file) => olderFirst(file, stored) < 0 && file.id !== stored.id)) throw alreadyExists(key);
    recent.published(key, stored.id);
    return object;
  }

  async discard(): Promise<void> {
    this.#buffer.clear();
    const again = <T>(work: () => Promise<T>): Promise<T> => patiently(work, clearing);
    try {
      await again(() => this.#sender.session.cancel());
    } finally {
      const own = this.#finishing ? await again(() => this.#ownFiles()) : [];
      for (const { id } of own) await again(() => this.target.files.discard(id));
    }
  }

  #ownFiles(): Promise<DriveFile[]> {
    return this.target.files.all(ofUpload(this.target.uploadId));
  }
}

/** Somebody moved its folder to the bin meanwhile, or took its properties away. */
const notPublished = (key: string): StorageError =>
  new StorageError(
    'unexpected',
    `"${key}" was sent whole to Google Drive, but it is not there as a backup: its folder may lie in the bin.`,
    'Look into the bin of Google Drive, then start the backup again.',
  );
