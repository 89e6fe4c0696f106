import { StorageError, type StoredObject, type Upload } from '@stowbase/storage';

/** An upload whose other end isn't there yet: writing waits for it, and with it whoever reads the database. */
export class AwaitedUpload implements Upload {
  private readonly other = Promise.withResolvers<Upload>();
  private begun = false;

  constructor() {
    this.other.promise.catch(() => undefined);
  }

  /** Bytes have left: nothing can begin anew. */
  get hasBegun(): boolean {
    return this.begun;
  }

  /** The other end has come. @param make is not called when the upload was given up before */
  connect(make: () => Upload): void {
    this.other.resolve(Promise.resolve().then(make));
  }

  async write(chunk: Buffer): Promise<void> {
    const other = await this.other.promise;
    this.begun = true;
    await other.write(chunk);
  }

  async commit(expected: { size: number; sha256: string }): Promise<StoredObject> {
    return (await this.other.promise).commit(expected);
  }

  async abort(cause: unknown): Promise<void> {
    // Only where nobody has come yet; else it changes nothing.
    this.other.reject(
      new StorageError('cancelled', 'The backup ended before the browser came.', 'Start it again.', { cause }),
    );
    const other = await this.other.promise.catch(() => null);
    await other?.abort(cause);
  }
}
