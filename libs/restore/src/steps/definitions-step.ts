import type { ArchiveMember } from '@stowbase/archive';
import { MemberRunner } from '../run/member-runner';
import type { TransactionHooks } from '../run/one-transaction';
import { closeSchemas } from './closing/close-schemas';
import { TouchedSchemas } from './closing/touched-schemas';
import { noCounts, type ClosedSchema } from './record/restore-record';
import { createRecord, noteClosed, noteDone, type RecordHead } from './record/write-record';
import type { StepRun } from './step-run';

export interface DefinitionsOptions {
  readonly head: RecordHead;
  readonly members: readonly ArchiveMember[];
  readonly before: TransactionHooks['before'];
  /** Just before the commit: from here on a failure leaves closed schemas behind. */
  committing(closed: readonly ClosedSchema[]): void;
}

/**
 * The first step, in one transaction: the record, what mode `replace` drops, everything that must exist before rows, and the closing.
 * Tables without policies are never there without it.
 */
export async function restoreDefinitions(run: StepRun, options: DefinitionsOptions): Promise<readonly ClosedSchema[]> {
  const client = run.connections.control;
  const during = 'the first step';
  const touched = new TouchedSchemas();
  const counts = noCounts();
  await run.begin(client, during);
  await run.query(during, async () => {
    await createRecord(client, options.head);
    await touched.begin(client);
  });
  await options.before(client);
  const context = { ...run.context, script: touched.watching(run.context.script) };
  const runner = new MemberRunner({ client, context, counts });
  try {
    for (const [index, member] of options.members.entries()) {
      const next = options.members[index + 1];
      await runner.run(member, { ...(next === undefined ? {} : { next }), lastTry: true });
    }
  } finally {
    await runner.close();
  }
  const step = { step: 'definitions' } as const;
  const closed = await run.query('closing the schemas', async () => {
    const found = await closeSchemas(client, await touched.toClose(client, run.context));
    await noteClosed(client, found);
    await noteDone(client, [step], counts);
    return found;
  });
  options.committing(closed);
  await run.query(during, () => client.query('COMMIT'));
  await run.committed([step], counts);
  return closed;
}
