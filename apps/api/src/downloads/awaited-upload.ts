import { StorageError, type StoredObject, type Upload } from '@stowbase/storage';

/** An upload whose other end isn't there yet: writing waits for it, and with it whoever reads the database. */
export class AwaitedUpload implements Upload {
  private readonly other = Promise.withResolvers<Upload>();
  private state: 'waiting' | 'connected' | 'given-up' = 'waiting';

  constructor() {
    this.other.promise.catch(() => undefined);
  }

  /** Nobody has come yet, and somebody may. */
  get isWaiting(): boolean {
    return this.state === 'waiting';
  }

  /** The other end has come. Only while it {@link isWaiting}. */
  connect(other: Upload): void {
    this.state = 'connected';
    this.other.resolve(other);
  }

  async write(chunk: Buffer): Promise<void> {
    await (await this.other.promise).write(chunk);
  }

  async commit(expected: { size: number; sha256: string }): Promise<StoredObject> {
    return (await this.other.promise).commit(expected);
  }

  async abort(cause: unknown): Promise<void> {
    if (this.state === 'connected') return (await this.other.promise).abort(cause);
    this.state = 'given-up';
    this.other.reject(
      new StorageError('cancelled', 'The backup ended before the browser came.', 'Start it again.', { cause }),
    );
  }
}
