import type { ExpectedContent, StoredObject, Upload } from '../../storage';

/** What an upload does when it is called; everything is well by default. */
export interface UploadScript {
  write?: (chunk: Buffer, index: number) => Promise<void>;
  commit?: () => Promise<void>;
  abort?: (cause: unknown) => Promise<void>;
}

/** An upload without any rules of its own: drivers are not to be trusted, and lanes have to hold all the same. */
export class ScriptedUpload implements Upload {
  readonly chunks: Buffer[] = [];
  readonly abortedWith: unknown[] = [];
  commits = 0;
  #writes = 0;

  constructor(private readonly script: UploadScript = {}) {}

  get bytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  // Not async: a script may throw at once, as a careless driver does.
  write(chunk: Buffer): Promise<void> {
    const done = (this.script.write ?? (() => Promise.resolve()))(chunk, this.#writes++);
    return done.then(() => void this.chunks.push(chunk));
  }

  async commit({ size }: ExpectedContent): Promise<StoredObject> {
    this.commits += 1;
    await this.script.commit?.();
    return { key: 'backup.tar', size, modified: new Date(0) };
  }

  async abort(cause: unknown): Promise<void> {
    this.abortedWith.push(cause);
    await this.script.abort?.(cause);
  }
}

/** A promise that the test settles. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
  refuse(cause: unknown): void;
}

export function gate(): Gate {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined);
  return { passed: promise, open: () => resolve(), refuse: reject };
}

/** Lets everything that can go on do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
