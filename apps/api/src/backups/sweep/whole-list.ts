import { StorageError, type Storage, type StoredObject } from '@stowbase/storage';
import { SeenKeys } from './seen-keys';

/** So many keys in a row that were given before: more than two pages of any store, which no honest list has. */
const mostRepeated = 2_500;

/**
 * Every object of a destination, with what was seen. It is not the whole list, and `isWhole` says so, when it was stopped.
 * @throws StorageError also when the store gives the same keys again and again: such a list has no end
 */
export class WholeList {
  readonly seen = new SeenKeys();
  isWhole = false;

  constructor(
    private readonly storage: Pick<Storage, 'list'>,
    private readonly stop: AbortSignal,
  ) {}

  async *objects(): AsyncGenerator<StoredObject> {
    let repeated = 0;
    for await (const object of this.storage.list('')) {
      if (this.stop.aborted) return;
      repeated = this.seen.has(object.key) ? repeated + 1 : 0;
      if (repeated > mostRepeated) throw endless();
      this.seen.add(object.key);
      yield object;
    }
    this.isWhole = true;
  }
}

const endless = (): StorageError =>
  new StorageError(
    'unexpected',
    'The list of the destination has no end: the store gives the same files again and again.',
    'Report it to whoever runs the store.',
  );
