/** How many downloads there may be, and how patient they are. */
export interface DownloadLimits {
  /** Of stored copies: each holds a connection to a destination and a few buffers. */
  readonly copiesAtOnce: number;
  /** Each holds a snapshot and pg_dump. */
  readonly directAtOnce: number;
  /** Seconds that the link to a stored copy works. */
  readonly linkSeconds: number;
  /** Milliseconds that a begun backup waits for its browser: it holds a snapshot meanwhile. */
  readonly patienceMs: number;
  /** Milliseconds in which a client has to take some 64 KiB: one that takes nothing would keep a copy from being deleted for ever. */
  readonly stallMs: number;
}

export const standardLimits: DownloadLimits = {
  copiesAtOnce: 10,
  directAtOnce: 3,
  linkSeconds: 3_600,
  patienceMs: 120_000,
  stallMs: 120_000,
};

/** DI token of the {@link DownloadLimits}. */
export const DOWNLOAD_LIMITS = Symbol('DOWNLOAD_LIMITS');
