import type { CreateOptions, Upload } from '@stowbase/storage';
import type { RunError } from '../transitions/claim';
import type { ArchiveName, RunCopy } from './run-copy';
import type { ClaimedCopy } from '../transitions/claim';

/**
 * Makes the upload into the browser (`browserUpload` of @stowbase/storage over the response).
 *
 * - It is called when the snapshot is taken and nothing has failed yet, before the archive's first byte. It may resolve before the
 *   browser has come: then `write` waits for it, and with it pg_dump.
 * - It is called again, with `restart` 1, 2 …, when the dump begins anew; the former upload was aborted then. Where bytes have left
 *   already it rejects with an error that has `code`, `message` and `nextStep`: that becomes the run's error.
 * - `options.signal` is aborted when the run ends badly before its archive is complete. `commit` is called only when the archive is
 *   whole and the run can't be cancelled any more: until then the response must not end well.
 */
export type OpenBrowser = (archive: ArchiveName, restart: number, options: CreateOptions) => Promise<Upload>;

/** How a run ended, for whoever waits for it in this process; what counts is the row. */
export type RunEnd =
  /** At least one copy is there: for a direct run, the browser has acknowledged every byte. */
  | { readonly status: 'succeeded'; readonly size: number; readonly sha256: string }
  | { readonly status: 'failed'; readonly error: RunError }
  /** Cancelled or interrupted: the row says which. */
  | { readonly status: 'stopped' }
  /** The row is somebody else's by now. */
  | { readonly status: 'lost' };

/** A run into a browser, under way. Neither promise needs to be awaited. */
export interface DirectRun {
  /**
   * Resolves when the connection, the snapshot and the first member are there, so that little can go wrong any more: whoever asked
   * may be told where to download. Rejects with a {@link NotReady} when the run ends before.
   */
  readonly ready: Promise<ArchiveName>;
  /** Never rejects for a failure of the run. */
  readonly done: Promise<RunEnd>;
}

/** The run ended before its first member; `end` says how. */
export class NotReady extends Error {
  constructor(readonly end: RunEnd) {
    super('The backup ended before its first member.');
    this.name = 'NotReady';
  }
}

export const browserCopy = (copy: ClaimedCopy, open: OpenBrowser): RunCopy => ({
  ...copy,
  begin: open,
  close: () => Promise.resolve(),
});
