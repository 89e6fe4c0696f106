import type { Client } from 'pg';
import type { RunContext, RunCounts } from './run-types';

export interface TransactionHooks {
  /** First in the transaction: what mode `replace` drops. */
  before(client: Client): Promise<void>;
  /** Last in the transaction: what it throws takes everything back. */
  after(client: Client, counts: RunCounts): Promise<void>;
}

/** All members in one transaction: the target is either as the archive says, or as it was. */
export async function restoreInOneTransaction(context: RunContext, hooks: TransactionHooks): Promise<RunCounts> {
  return Promise.reject(new Error(`not there yet ${context.contents.type} ${Object.keys(hooks).join()}`));
}
