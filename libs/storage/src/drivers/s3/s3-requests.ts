import { cancelled, StorageError } from '../../storage-error';
import { operation, type OperationName } from './operations';
import { refusalOf } from './refusal';
import { notS3, s3Error, type Asked } from './s3-error';
import type { S3Client } from './sdk';

export interface S3Place {
  readonly bucket: string;
  /** `host:port`. */
  readonly place: string;
  /** Objects are stored with a lock. */
  readonly locks: boolean;
}

export interface AskOptions {
  readonly key?: string;
  readonly signal?: AbortSignal | undefined;
  /** Instead of the usual 120 s and more by bytes. Milliseconds. */
  readonly deadlineMs?: number;
}

/** What a call of the SDK takes beside its command. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
  readonly requestTimeout?: number;
}

/** Requests to one bucket. Each is made once; every failure is a `StorageError` that names what was asked for. */
export class S3Requests {
  constructor(
    private readonly client: S3Client,
    private readonly at: S3Place,
  ) {}

  get bucket(): string {
    return this.at.bucket;
  }

  /** The result of a call, or what its failure means. A signal that ends it rejects with the signal's own cause. */
  async ask<T>(
    name: OperationName,
    options: AskOptions,
    call: (client: S3Client, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { signal, deadlineMs } = options;
    const callOptions = {
      ...(signal === undefined ? {} : { abortSignal: signal }),
      ...(deadlineMs === undefined ? {} : { requestTimeout: deadlineMs }),
    };
    try {
      return await this.#withOurClockSet(() => call(this.client, callOptions));
    } catch (thrown) {
      if (signal?.aborted === true) throw cancelled(signal.reason);
      // The SDK leaves its counts on whatever passes through it.
      if (thrown instanceof StorageError) Reflect.deleteProperty(thrown, '$metadata');
      throw s3Error(thrown, this.#asked(name, options.key));
    }
  }

  /** A reply without what S3 always says. */
  notS3(name: OperationName): StorageError {
    return notS3(this.#asked(name));
  }

  /** A value that is always in such a reply. @throws StorageError `damaged` when it isn't */
  demand<T>(value: T | undefined, name: OperationName): T {
    if (value === undefined || value === null || value === '') throw this.notS3(name);
    return value;
  }

  /** The SDK learns the store's time from a refusal, so that the same request is right the second time. */
  async #withOurClockSet<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (thrown) {
      if (refusalOf(thrown)?.code !== 'RequestTimeTooSkewed') throw thrown;
      return call();
    }
  }

  #asked(name: OperationName, key?: string): Asked {
    return { ...this.at, operation: operation(name), key };
  }
}
