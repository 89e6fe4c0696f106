import { randomBytes } from 'node:crypto';
import type { CreateOptions } from '../../storage';
import { toSeconds } from './head-object';
import type { S3Config } from './fields';
import type { HeadObjectCommandOutput, PutObjectCommandInput } from './sdk';

/** With this name in its metadata each upload knows its own object again. */
const markName = 'stowbase-upload';

/** How objects are stored here, beside their bytes. */
export type StoringRules = Pick<
  S3Config,
  'bucket' | 'storageClass' | 'sse' | 'sseKmsKeyId' | 'objectLockDays' | 'objectLockMode'
>;

type Described = Pick<
  PutObjectCommandInput,
  | 'Bucket'
  | 'Key'
  | 'Metadata'
  | 'ContentType'
  | 'StorageClass'
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
  | 'ObjectLockMode'
  | 'ObjectLockRetainUntilDate'
>;

const dayMs = 24 * 60 * 60 * 1000;

export interface Lock {
  readonly mode: S3Config['objectLockMode'];
  readonly until: Date;
}

/** One object that is to be: what is said of it, and how it is known again. */
export class NewObject {
  readonly mark = randomBytes(16).toString('hex');
  /** Null when nobody asked for one. */
  readonly lock: Lock | null;
  readonly #metadata: Readonly<Record<string, string>>;

  constructor(
    readonly key: string,
    private readonly rules: StoringRules,
    private readonly options: Pick<CreateOptions, 'contentType' | 'metadata'>,
  ) {
    const { objectLockDays, objectLockMode } = rules;
    this.lock =
      objectLockDays === undefined
        ? null
        : { mode: objectLockMode, until: toSeconds(new Date(Date.now() + objectLockDays * dayMs)) };
    const given = Object.entries(options.metadata ?? {}).map(([name, value]) => [name.toLowerCase(), ascii(value)]);
    this.#metadata = { ...(Object.fromEntries(given) as Record<string, string>), [markName]: this.mark };
  }

  /** For PutObject and CreateMultipartUpload. */
  get described(): Described {
    const { bucket, storageClass, sse, sseKmsKeyId } = this.rules;
    return {
      Bucket: bucket,
      Key: this.key,
      Metadata: { ...this.#metadata },
      ContentType: this.options.contentType ?? 'application/octet-stream',
      ...(storageClass === undefined ? {} : ({ StorageClass: storageClass } as Pick<Described, 'StorageClass'>)),
      ...(sse === 'none' ? {} : { ServerSideEncryption: sse }),
      ...(sseKmsKeyId === undefined ? {} : { SSEKMSKeyId: sseKmsKeyId }),
      ...(this.lock === null ? {} : { ObjectLockMode: this.lock.mode, ObjectLockRetainUntilDate: this.lock.until }),
    };
  }

  /** Whether an object is known to be another one. Stores that keep no metadata leave it open. */
  isNotIn({ Metadata = {} }: HeadObjectCommandOutput): boolean {
    return Metadata[markName] !== undefined && Metadata[markName] !== this.mark;
  }

  /** Whether an object is this one, and no other with the same name, size or bytes. */
  isIn({ Metadata = {} }: HeadObjectCommandOutput): boolean {
    return Object.entries(this.#metadata).every(([name, value]) => Metadata[name] === value);
  }
}

/** Other characters break signatures at some stores. */
const ascii = (value: string): string =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) ? value : encodeURIComponent(value);
