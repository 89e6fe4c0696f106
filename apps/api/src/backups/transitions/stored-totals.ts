import type { EntityManager } from 'typeorm';

/** Who counts what lies at each destination. DI token and contract; in the transaction of the copy's change. */
export abstract class StoredTotals {
  /** Signed; bytes. */
  abstract noteStored(
    manager: EntityManager,
    destinationId: string,
    change: { readonly copies: number; readonly bytes: number },
  ): Promise<void>;
}
