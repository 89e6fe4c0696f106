import type { Readable } from 'node:stream';
import { checkKey } from '../../keys';
import { RuledUpload } from '../../ruled-upload';
import type {
  CreateOptions,
  GetOptions,
  Storage,
  StorageFacts,
  StoredObject,
  UnfinishedUpload,
  Upload,
  UploadState,
} from '../../storage';
import { alreadyExists, misuse } from '../../storage-error';
import { beginMultipart } from './begin-multipart';
import { ObjectHeads } from './head-object';
import { listObjects } from './list-objects';
import { listUploads } from './list-uploads';
import { abortMultipart } from './multipart';
import { NewObject, type StoringRules } from './new-object';
import { PartPlan, type PartLimits } from './part-plan';
import { readObject } from './read-object';
import { removeObject } from './remove-object';
import { repeated, type Patience } from './repeated';
import { s3Facts } from './s3-facts';
import type { S3Requests } from './s3-requests';
import { S3Upload } from './s3-upload';
import type { StoreClock } from './store-clock';
import type { StoreHabits } from './store-habits';

export interface S3Parts {
  readonly requests: S3Requests;
  readonly clock: StoreClock;
  /** `host:port`. */
  readonly place: string;
  readonly encrypted: boolean;
  readonly rules: StoringRules;
  readonly limits: PartLimits;
  readonly patience: Patience;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Objects of one bucket. */
export class S3Storage implements Storage {
  readonly #heads: ObjectHeads;
  readonly #store: StoreHabits;

  constructor(private readonly parts: S3Parts) {
    const wantsDigests = parts.rules.objectLockDays !== undefined;
    this.#store = { refusesConditions: false, keepsConditions: null, wantsDigests };
    this.#heads = new ObjectHeads(parts.requests, parts.place);
  }

  async create(key: string, options: CreateOptions): Promise<Upload> {
    checkKey(key);
    const { requests, rules, limits, patience } = this.parts;
    const { signal, sizeHint } = options;
    const look = (): Promise<unknown> => this.#heads.headOrNull(key, { signal });
    const there = await repeated(look, { patience, signal, onRetry: options.onRetry });
    if (there !== null) throw alreadyExists(key);
    const object = new NewObject(key, rules, options);
    const plan = new PartPlan(limits, sizeHint);
    const isOnePart = sizeHint !== undefined && sizeHint <= plan.firstPart;
    const upload = { object, requests, store: this.#store };
    const multipart = isOnePart ? null : await beginMultipart(upload, { patience, signal, options });
    // One request leaves nothing behind but the object itself, so there is nothing to be swept; the mark says whose it is.
    if (isOnePart) await options.onState?.({ mark: object.mark });
    const target = { ...upload, plan, heads: this.#heads, patience, multipart, options };
    return new RuledUpload(key, options, (ended) => new S3Upload(target, ended));
  }

  async get(key: string, options: GetOptions = {}): Promise<Readable> {
    return readObject(this.parts.requests, this.#heads, checkKey(key), options);
  }

  async stat(key: string): Promise<StoredObject> {
    return this.#heads.stat(checkKey(key));
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    return listObjects(this.parts.requests, prefix);
  }

  async delete(key: string, options: { readonly versionId?: string } = {}): Promise<void> {
    await removeObject(this.parts.requests, this.#heads, checkKey(key), options);
  }

  async facts(): Promise<StorageFacts> {
    const { requests, encrypted, clock, rules } = this.parts;
    const facts = await s3Facts(requests, { encrypted, clock, locks: rules.objectLockDays !== undefined });
    return { ...facts, conditions: this.#store.keepsConditions };
  }

  async sweep(key: string, { uploadId, mark }: UploadState): Promise<void> {
    checkKey(key);
    if (uploadId === undefined && mark === undefined) {
      throw misuse(`The state of the upload to "${key}" names no upload in parts.`);
    }
    if (uploadId !== undefined) await abortMultipart(this.parts.requests, key, uploadId, AbortSignal.timeout(sweepMs));
  }

  unfinished(prefix: string): AsyncIterable<UnfinishedUpload> {
    return listUploads(this.parts.requests, prefix);
  }

  close(): Promise<void> {
    return this.parts.close();
  }
}

/** A sweep has more time than an abort, but not for ever. */
const sweepMs = 120_000;
