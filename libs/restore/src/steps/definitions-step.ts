import type { ArchiveMember } from '@stowbase/archive';
import { MemberRunner } from '../run/member-runner';
import type { TransactionHooks } from '../run/one-transaction';
import type { RunCounts } from '../run/run-types';
import { withAftermath } from '../run/with-aftermath';
import { closeSchemas } from './closing/close-schemas';
import { TouchedSchemas } from './closing/touched-schemas';
import { noCounts, type ClosedSchema } from './record/restore-record';
import { createRecord, noteClosed, doneStatement, type RecordHead } from './record/write-record';
import type { StepRun } from './step-run';

export interface DefinitionsOptions {
  readonly head: RecordHead;
  readonly members: readonly ArchiveMember[];
  readonly before: TransactionHooks['before'];
  /** From here on a failure leaves closed schemas behind. */
  committed(closed: readonly ClosedSchema[]): void;
}

/**
 * The first step, in one transaction: the record, what mode `replace` drops, everything that must exist before rows, and the closing.
 * Tables without policies are never there without it.
 */
export async function restoreDefinitions(run: StepRun, options: DefinitionsOptions): Promise<void> {
  const counts = noCounts();
  let closed: readonly ClosedSchema[];
  try {
    closed = await defineAndClose(run, options, counts);
  } catch (error) {
    throw withAftermath(error, 'as-it-was');
  }
  await run.makeFinal(closed, 'as-it-was');
  options.committed(closed);
  await run.committed([step], counts);
}

const step = { step: 'definitions' } as const;

async function defineAndClose(
  run: StepRun,
  options: DefinitionsOptions,
  counts: RunCounts,
): Promise<readonly ClosedSchema[]> {
  const client = run.connections.control;
  const during = 'the first step';
  const touched = new TouchedSchemas();
  await run.begin(client, during);
  await run.query(during, async () => {
    await createRecord(client, options.head);
    await touched.begin(client);
  });
  await options.before(client);
  run.context.enter('definitions');
  const context = { ...run.context, script: touched.watching(run.context.script) };
  const runner = new MemberRunner({ client, context, counts, leftOut: run.leftOut });
  try {
    for (const [index, member] of options.members.entries()) {
      const next = options.members[index + 1];
      await runner.run(member, { ...(next === undefined ? {} : { next }), lastTry: true });
    }
  } finally {
    await runner.close();
  }
  return run.query('closing the schemas', async () => {
    const found = await closeSchemas(client, await touched.toClose(client, run.context));
    await noteClosed(client, found);
    await client.query(doneStatement([step], counts));
    return found;
  });
}
