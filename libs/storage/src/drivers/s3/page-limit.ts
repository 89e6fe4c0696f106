import type { OperationName } from './operations';
import type { S3Requests } from './s3-requests';

/** Pages of nothing in a row: stores give some while they pass over what was deleted, a thousand names each. */
const mostEmpty = 1_000;

/** Watches a list page by page: the store's word that more is to come is believed only so often. */
export class PageLimit {
  #empty = 0;
  #last: string | undefined;

  constructor(
    private readonly requests: S3Requests,
    private readonly operation: OperationName,
  ) {}

  /**
   * @param entries of the page
   * @param next where the following one begins, in the store's words
   * @throws StorageError `damaged` when the list leads nowhere
   */
  pass(entries: number, next: string): void {
    this.#empty = entries > 0 ? 0 : this.#empty + 1;
    if (next === this.#last || this.#empty > mostEmpty) throw this.requests.notS3(this.operation);
    this.#last = next;
  }
}
