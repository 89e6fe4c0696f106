import type { JsonScalar } from '../../config/field';
import type { CreateOptions, Storage, Upload } from '../../storage';
import type { CountedConnect } from '../counted-connect';

/** Uploads, and a way to see what became of them. */
export interface UploadsUnderTest {
  create(key: string, options: CreateOptions): Promise<Upload>;
  /** What a reader sees at the key as a whole object; null when there is none. */
  read(key: string): Promise<Buffer | null>;
  /** Names of whatever is there and isn't a published object: temporary files, open uploads, parts. */
  leftovers(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

/** An empty storage of one driver, for one case. */
export interface StorageUnderTest {
  readonly storage: Storage;
  /** Puts an object that holds its own key at each of these, past the driver and quicker. */
  fill?(keys: readonly string[]): Promise<void>;
  /** What it connects by, where it does. */
  readonly sockets?: Pick<CountedConnect, 'open' | 'emptied'>;
  /** Opens the same place once more, by what `change` makes of its configuration. */
  reopen?(change: (config: StorageConfig) => StorageConfig): Promise<Storage>;
  leftovers(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

export type StorageConfig = Readonly<Record<string, JsonScalar>>;

export interface UploadAbilities<T> {
  /** The driver's own part, chunk or buffer, bytes: bodies around it are tried. */
  readonly partBytes: number;
  /** One whose uploads fail by themselves as soon as they have more than so many bytes. */
  readonly failsAfter?: (bytes: number) => Promise<T>;
}

export interface StorageAbilities extends UploadAbilities<StorageUnderTest> {
  /** Keys for the case of a long list; 1,200. */
  readonly manyKeys?: number;
  /** Its server keeps files whose names begin with a dot out of its lists: they can only be asked for. */
  readonly hidesDotFiles?: boolean;
  /** Its server looks for an object and writes it in two steps: of simultaneous uploads more than one may win. */
  readonly looksThenWrites?: boolean;
  /** It lists every upload that was begun and not ended. */
  readonly listsUnfinished?: boolean;
  /** It can be reopened by its configuration. */
  readonly configured?: boolean;
  /** It has sockets, and can be reopened by its configuration. */
  readonly network?: boolean;
  /** One whose store fails in the last step of each upload. */
  readonly failsInCommit?: () => Promise<StorageUnderTest>;
  /** One whose store does the last step of an upload, and whose answer to it is lost once. */
  readonly losesReply?: () => Promise<StorageUnderTest>;
  /** In the long tests: one behind `slowLink`, whose driver has `slowLinkLimits`. */
  readonly slow?: () => Promise<StorageUnderTest>;
  /** One whose store takes no more bytes after some of an upload. `stalled` resolves as soon as that is so. */
  readonly stalls?: () => Promise<StorageUnderTest & { stalled(): Promise<void> }>;
}
