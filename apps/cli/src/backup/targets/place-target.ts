import type { CreateOptions, ExpectedContent, StoredObject, Upload } from '@stowbase/storage';
import type { OutputPlace } from '../output-place';
import type { AnnouncedArchive, Target } from './target';

/** A file, a folder or standard output among the places of a backup. */
export class PlaceTarget implements Target {
  readonly isFar = false;

  /** @param place proves what it stored before it gives it its name */
  constructor(
    readonly name: string,
    private readonly place: OutputPlace,
  ) {}

  get isStandardOutput(): boolean {
    return this.name === '-';
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async begin(_archive: AnnouncedArchive, _options: CreateOptions, restart: number): Promise<Upload> {
    const sink = await this.place.open(restart);
    return {
      write: (chunk) => sink.write(chunk),
      commit: (expected) => this.commit(expected),
      abort: () => this.place.discard(),
    };
  }

  prove({ key }: StoredObject): Promise<string | null> {
    return Promise.resolve(this.isStandardOutput ? null : key);
  }

  leftovers(): Promise<null> {
    return Promise.resolve(null);
  }

  async close(): Promise<void> {
    await this.place.discard();
  }

  private async commit({ size }: ExpectedContent): Promise<StoredObject> {
    const path = await this.place.commit({ storedBytes: size }, new AbortController().signal);
    return { key: path ?? '', size, modified: new Date() };
  }
}
