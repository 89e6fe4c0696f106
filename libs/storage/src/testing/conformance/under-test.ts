import type { CreateOptions, Storage, Upload } from '../../storage';

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
  leftovers(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

export interface UploadAbilities<T> {
  /** The driver's own part, chunk or buffer, bytes: bodies around it are tried. */
  readonly partBytes: number;
  /** One whose uploads fail by themselves as soon as they have more than so many bytes. */
  readonly failsAfter?: (bytes: number) => Promise<T>;
}

export interface StorageAbilities extends UploadAbilities<StorageUnderTest> {
  /** Keys for the case of a long list; 1,200. */
  readonly manyKeys?: number;
}
