import { StorageError } from '../../storage-error';

const MiB = 1024 * 1024;

/** What AWS accepts for every part but the last. Bytes. */
export const smallestPart = 5 * MiB;
export const largestPart = 5 * 1024 * MiB;

/** Buffers of one upload, as long as parts are small enough for it: those in flight and the one that is filled. Bytes. */
const bufferBytes = 64 * MiB;
const mostInFlight = 4;
const fewestInFlight = 2;

export interface PartLimits {
  /** The size of parts where nothing asks for larger ones, bytes. */
  readonly partBytes: number;
  /** Parts that the store accepts for one object. */
  readonly maxParts: number;
  /** All parts but the last must be of one size (R2). */
  readonly equalParts: boolean;
}

/**
 * How large each part of an upload is. With a good estimate all are of one size, and a tenth of the parts that the store allows is
 * left over. An upload that becomes larger than was estimated goes on with parts that double by steps, so that the parts that
 * are left suffice for 5 TB.
 */
export class PartPlan {
  readonly #base: number;
  /** So many parts have the first size. */
  readonly #even: number;
  readonly #stride: number;

  /** @param sizeHint an upper estimate in bytes; 0 for none. */
  constructor(
    private readonly limits: PartLimits,
    sizeHint = 0,
  ) {
    const planned = Math.floor(limits.maxParts * 0.9);
    const wanted = Math.max(limits.partBytes, Math.ceil(sizeHint / planned));
    this.#base = Math.min(largestPart, Math.ceil(wanted / MiB) * MiB);
    this.#even = Math.max(Math.ceil(sizeHint / this.#base), Math.floor((planned * 2) / 3));
    this.#stride = Math.max(1, Math.floor((limits.maxParts - this.#even) / 14));
  }

  /** Of the first part, bytes: what fits it needs no upload in parts. */
  get firstPart(): number {
    return this.#base;
  }

  /**
   * Bytes of a part that isn't the last one.
   * @param number from 1
   * @throws StorageError `invalid-config` for the field `partSize` behind the last part that the store allows
   */
  bytesOf(number: number): number {
    if (number > this.limits.maxParts) throw tooManyParts(this.limits.maxParts);
    if (this.limits.equalParts || number <= this.#even) return this.#base;
    const doublings = Math.floor((number - this.#even - 1) / this.#stride) + 1;
    return Math.min(largestPart, this.#base * 2 ** doublings);
  }

  /** How many parts may be under way while another one is filled, when the parts are of that size. */
  inFlight(partBytes: number): number {
    return Math.min(mostInFlight, Math.max(fewestInFlight, Math.floor(bufferBytes / partBytes) - 1));
  }
}

const tooManyParts = (maxParts: number): StorageError =>
  new StorageError(
    'invalid-config',
    `The backup became too large for ${maxParts} parts of this size.`,
    'Set larger parts for this destination.',
    { field: 'partSize' },
  );
