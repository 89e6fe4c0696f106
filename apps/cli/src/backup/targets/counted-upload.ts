import type { ExpectedContent, StoredObject, Upload } from '@stowbase/storage';

/** An upload that knows how many bytes its place has taken. */
export class CountedUpload implements Upload {
  taken = 0;

  constructor(private readonly inner: Upload) {}

  async write(chunk: Buffer): Promise<void> {
    await this.inner.write(chunk);
    this.taken += chunk.length;
  }

  commit(expected: ExpectedContent): Promise<StoredObject> {
    return this.inner.commit(expected);
  }

  abort(cause: unknown): Promise<void> {
    return this.inner.abort(cause);
  }
}
