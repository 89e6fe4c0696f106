import type { Clock } from '../clock';
import { driveErrors } from '../google-error';
import type { Principal } from '../oauth/oauth-world';
import { checksumsOf, folderType, newId, type DriveFile } from './drive-file';

export type Role = 'reader' | 'fileOrganizer' | 'organizer';
export type Access = 'none' | Role;

export interface SharedDrive {
  readonly id: string;
  readonly members: Map<string, Role>;
}

/** What is to be made. */
export interface NewFile {
  readonly name: string;
  readonly mimeType: string;
  readonly parents: readonly string[];
  readonly appProperties: Readonly<Record<string, string>>;
  readonly description: string;
}

export const fullDriveScope = 'https://www.googleapis.com/auth/drive';
export const driveFileScope = 'https://www.googleapis.com/auth/drive.file';

/** Everything that lies in Drive, of all accounts. */
export class DriveWorld {
  readonly files = new Map<string, DriveFile>();
  readonly sharedDrives = new Map<string, SharedDrive>();
  /** Bytes of one account's My Drive; null for no limit. */
  limit: number | null = 15 * 1024 ** 3;
  readonly #roots = new Map<string, DriveFile>();

  constructor(private readonly clock: Clock) {}

  /** A shared drive; its top folder has the same id. */
  addSharedDrive(members: Readonly<Record<string, Role>>): SharedDrive {
    const drive = { id: `0A${newId().slice(0, 17)}`, members: new Map(Object.entries(members)) };
    this.sharedDrives.set(drive.id, drive);
    this.#put({ id: drive.id, name: 'Drive', driveId: drive.id, owner: '', app: '', parents: [] });
    return drive;
  }

  /** A folder that somebody made in Drive's own pages; an app that isn't named can't see it with drive.file. */
  addFolder(owner: string, name: string, parent = this.rootOf(owner).id, app = 'drive.google.com'): DriveFile {
    return this.#put({ name, owner, app, parents: [parent], driveId: this.files.get(parent)?.driveId ?? null });
  }

  rootOf(account: string): DriveFile {
    const known = this.#roots.get(account);
    if (known !== undefined) return known;
    const root = this.#put({ name: 'My Drive', owner: account, app: '', parents: [], driveId: null });
    this.#roots.set(account, root);
    return root;
  }

  add(given: NewFile, principal: Principal, content: Buffer | null): DriveFile {
    const parents = given.parents.length === 0 ? [this.rootOf(principal.account).id] : [...given.parents];
    const file = this.#put({
      ...given,
      parents,
      driveId: this.files.get(parents[0] ?? '')?.driveId ?? null,
      owner: principal.account,
      app: principal.app,
      content,
      appProperties: new Map([[principal.app, { ...given.appProperties }]]),
    });
    return file;
  }

  touch(file: DriveFile): void {
    file.modifiedTime = new Date(this.clock.now());
  }

  /** `root` is an alias for the top of My Drive. @throws GoogleError 404 also for what the caller may not know of */
  find(id: string, principal: Principal, allDrives: boolean): DriveFile {
    const file = id === 'root' ? this.rootOf(principal.account) : this.files.get(id);
    if (file === undefined || !this.sees(file, principal)) throw driveErrors.notFound(id);
    // "Whether the requesting application supports both My Drives and shared drives": without it they are not found.
    if (file.driveId !== null && !allDrives) throw driveErrors.notFound(id);
    return file;
  }

  /** drive.file: files that the app made or was handed; the top folder can be named as a parent. */
  sees(file: DriveFile, principal: Principal): boolean {
    if (this.accessOf(file, principal.account) === 'none') return false;
    if (principal.scope.split(' ').includes(fullDriveScope)) return true;
    return file.app === principal.app || this.#roots.get(principal.account) === file;
  }

  accessOf(file: DriveFile, account: string): Access {
    if (file.driveId !== null) return this.sharedDrives.get(file.driveId)?.members.get(account) ?? 'none';
    if (file.owner === account) return 'organizer';
    return this.#above(file).some(({ readers }) => readers.has(account)) ? 'reader' : 'none';
  }

  /** "Whether the file has been trashed, either explicitly or from a trashed parent folder." */
  isTrashed(file: DriveFile): boolean {
    return this.#above(file).some(({ trashed }) => trashed);
  }

  /** Permanently, with everything below it. */
  remove(file: DriveFile): void {
    for (const child of [...this.files.values()]) if (child.parents.includes(file.id)) this.remove(child);
    this.files.delete(file.id);
  }

  /** Bytes in My Drive, also those in the bin. */
  usedBy(account: string): { all: number; trash: number } {
    const own = [...this.files.values()].filter(({ owner, driveId }) => owner === account && driveId === null);
    const sum = (files: DriveFile[]): number => files.reduce((bytes, { content }) => bytes + (content?.length ?? 0), 0);
    return { all: sum(own), trash: sum(own.filter((file) => this.isTrashed(file))) };
  }

  #above(file: DriveFile): DriveFile[] {
    const parents = file.parents.flatMap((id) => this.files.get(id) ?? []);
    return [file, ...parents.flatMap((parent) => this.#above(parent))];
  }

  #put(given: Partial<DriveFile> & Pick<DriveFile, 'name' | 'owner' | 'app' | 'parents' | 'driveId'>): DriveFile {
    const now = new Date(this.clock.now());
    const file: DriveFile = {
      id: newId(),
      mimeType: folderType,
      trashed: false,
      createdTime: now,
      modifiedTime: now,
      appProperties: new Map(),
      description: '',
      content: null,
      readers: new Set(),
      ...given,
      checksums: given.content instanceof Buffer ? checksumsOf(given.content) : {},
    };
    this.files.set(file.id, file);
    return file;
  }
}
