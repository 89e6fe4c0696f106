import { archiveFormat, ArchiveError, openArchive } from '@stowbase/archive';
import { checkKey, StorageError, type CreateOptions, type StoredObject, type Upload } from '@stowbase/storage';
import { CliError, wrongUse } from '../../cli-error';
import { asWrongUse, type Destination } from '../../destinations/open-destination';
import { placeName } from '../../destinations/place';
import { StorageSource } from '../../destinations/storage-source';
import type { UploadRecords } from '../../destinations/upload-records';
import type { AnnouncedArchive, Target } from './target';

/** Where below a destination: a folder of keys (`''`, `nightly/`), or one key. */
export type WantedKey = { readonly folder: string } | { readonly key: string };

/** A destination of the environment among the places of a backup. */
export class DestinationTarget implements Target {
  readonly isStandardOutput = false;
  readonly isFar = true;
  private uploads: {
    readonly key: string;
    readonly state: Readonly<Record<string, string>>;
    readonly file: string | null;
  }[] = [];

  constructor(
    readonly name: string,
    private readonly destination: Destination,
    private readonly wanted: WantedKey,
    private readonly records: UploadRecords,
  ) {}

  async prepare(archive: AnnouncedArchive): Promise<void> {
    const key = this.keyFor(archive);
    try {
      await this.destination.storage.stat(key);
    } catch (e) {
      // Whoever may only write may not look either: the upload itself will see.
      if (e instanceof StorageError && ['not-found', 'forbidden'].includes(e.kind)) return;
      throw asWrongUse(this.destination.driver, e);
    }
    throw exists(this.placeOf(key), this.wanted);
  }

  async begin(archive: AnnouncedArchive, options: CreateOptions): Promise<Upload> {
    const key = this.keyFor(archive);
    const upload = await this.destination.storage.create(key, {
      ...options,
      contentType: 'application/x-tar',
      metadata: { 'backup-id': archive.backupId, 'original-filename': archive.fileName, format: archiveFormat },
      onState: async (state) => {
        const file = await this.records.keep(this.destination, key, state);
        this.uploads.push({ key, state, file });
      },
    });
    return {
      write: (chunk) => upload.write(chunk),
      commit: async (expected) => {
        const object = await upload.commit(expected);
        await this.records.forget(this.uploads.pop()?.file ?? null);
        return object;
      },
      abort: (cause) => upload.abort(cause),
    };
  }

  async prove({ key, size }: StoredObject, { backupId }: AnnouncedArchive): Promise<string> {
    const source = new StorageSource(this.destination.storage, key, new AbortController().signal);
    try {
      const { manifest } = await openArchive(source);
      if (manifest.backupId !== backupId) throw new OtherBackup(this.placeOf(key));
      if ((await source.size()) !== size) throw otherArchive(this.placeOf(key));
    } catch (e) {
      // Whole, and somebody else's: it is not for us to remove.
      if (e instanceof OtherBackup) throw e;
      throw await this.notProven(key, e);
    } finally {
      await source.close();
    }
    return this.placeOf(key);
  }

  async leftovers(): Promise<string | null> {
    const { driver, storage } = this.destination;
    const swept = await Promise.allSettled(
      this.uploads.splice(0).map(async ({ key, state, file }) => {
        await storage.sweep(key, state);
        await this.records.forget(file);
      }),
    );
    if (swept.every(({ status }) => status === 'fulfilled')) return null;
    return `What it has taken could not be removed: "stowbase destinations sweep ${driver.type}:" does that later.`;
  }

  async close(): Promise<void> {
    await this.destination.storage.close();
  }

  /** A copy that isn't the archive must not stay; whatever else it is that hinders the look, the copy may be a good one. */
  private async notProven(key: string, cause: unknown): Promise<unknown> {
    if (!(cause instanceof ArchiveError) || !notTheArchive.has(cause.kind)) {
      const { message } = cause instanceof Error ? cause : { message: 'It could not be read.' };
      return new CliError(
        'output',
        'COPY_NOT_PROVEN',
        `It was stored as ${this.placeOf(key)}, but could not be read back: ${message}`,
        `Prove it with "stowbase verify ${this.placeOf(key)}" before you count on it.`,
        { cause },
      );
    }
    const gone = await this.destination.storage.delete(key).then(
      () => true,
      () => false,
    );
    return new CliError(
      'output',
      'COPY_DAMAGED',
      `What ${this.placeOf(key)} gives back is not what was written: ${cause.message}`,
      gone ? 'It was removed there; find out why that storage changes data.' : `Delete it: it is no backup.`,
      { cause },
    );
  }

  private keyFor({ fileName }: AnnouncedArchive): string {
    return 'key' in this.wanted ? this.wanted.key : checkKey(`${this.wanted.folder}${fileName}`);
  }

  private placeOf(key: string): string {
    return placeName(this.destination.driver.type, key);
  }
}

function exists(place: string, wanted: WantedKey): CliError {
  const { message, nextStep } = wrongUse(
    `${place} exists already and is never overwritten.`,
    'key' in wanted ? 'Choose another name, or a folder (it ends with /).' : 'Name another folder, or a whole key.',
  );
  return new CliError('wrong-use', 'OUTPUT_EXISTS', message, nextStep);
}

class OtherBackup extends CliError {
  constructor(place: string) {
    const nextStep = 'Find out who else writes there, and give each a folder of its own.';
    super('output', 'COPY_DAMAGED', `At ${place} there is another backup by now, which was left there.`, nextStep);
  }
}

/** What an archive can be found to be; all else says nothing of it. */
const notTheArchive = new Set<ArchiveError['kind']>(['damaged', 'not-complete', 'not-ours', 'lying-manifest']);

const otherArchive = (place: string): ArchiveError =>
  new ArchiveError('damaged', `${place} is another backup`, 'Find out who else writes there.');
