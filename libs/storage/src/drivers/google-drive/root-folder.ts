import { StorageError } from '../../storage-error';
import type { DriveFiles } from './drive-files';
import { folderType } from './drive-file';
import {
  folderMissing,
  folderNotOurs,
  folderTrashed,
  inAnotherDrive,
  inMyDrive,
  noFolder,
  readOnly,
  type Place,
} from './root-folder-error';
import { has, isFolder } from './search-terms';

const homeName = 'Stowbase';
const home = [isFolder, has('stowbase', 'home')];

/** The folder that holds everything of a destination: the given one, the top of a Shared Drive, or one of our own in My Drive. */
export class RootFolder {
  constructor(
    private readonly files: DriveFiles,
    private readonly place: Place,
  ) {}

  /**
   * What the objects of this destination are marked with. Those in a home of our own by no id: two programs that make one at the same
   * moment would not find each other's.
   */
  get mark(): string {
    return this.#given ?? 'home';
  }

  /** Its id; it is there, writable, and not in the bin. A home is made when there is none. @throws StorageError `invalid-config`, `forbidden` */
  async ready(signal?: AbortSignal): Promise<string> {
    if (this.#given === null) return (await this.#foundHome(signal)) ?? (await this.#newHome());
    await this.#demand(this.#given, signal);
    return this.#given;
  }

  /**
   * Whoever doesn't find an object calls it before saying so: a folder that is gone is no proof that its backups are. Nothing is made.
   */
  async demandThere(signal?: AbortSignal): Promise<void> {
    if (this.#given === null) await this.#foundHome(signal);
    else await this.#demand(this.#given, signal);
  }

  get #given(): string | null {
    return this.place.folderId ?? this.place.sharedDriveId ?? null;
  }

  async #demand(id: string, signal?: AbortSignal): Promise<void> {
    const fields = 'mimeType,trashed,driveId,capabilities(canAddChildren)';
    const { mimeType, trashed, driveId, capabilities } = await this.files
      .get(id, fields, signal)
      .catch((cause: unknown) => {
        if (cause instanceof StorageError && cause.kind === 'not-found') throw folderMissing(this.place, cause);
        if (cause instanceof StorageError && cause.kind === 'forbidden') throw folderNotOurs(this.place, cause);
        throw cause;
      });
    if (mimeType !== folderType) throw noFolder(this.place);
    if (trashed === true) throw folderTrashed(this.place);
    if (this.place.service && typeof driveId !== 'string') throw inMyDrive(this.place);
    if (this.place.sharedDriveId !== driveId) throw inAnotherDrive(this.place);
    const { canAddChildren } = (capabilities ?? {}) as Record<string, unknown>;
    if (canAddChildren !== true) throw readOnly(this.place);
  }

  async #foundHome(signal?: AbortSignal): Promise<string | null> {
    const found = await this.files.all(home, signal);
    const first = found.find(({ trashed }) => !trashed);
    if (first === undefined && found.length > 0) throw folderTrashed(this.place);
    return first?.id ?? null;
  }

  async #newHome(): Promise<string> {
    const { id } = await this.files.create({
      name: homeName,
      mimeType: folderType,
      description:
        'Backups of Supabase projects, made by Stowbase. They are found by their properties: moving them does no harm.',
      appProperties: { stowbase: 'home' },
    });
    return (await this.#foundHome()) ?? id;
  }
}
