import type { ArchiveMember } from '@stowbase/archive';
import { MemberRunner } from '../run/member-runner';
import type { TransactionHooks } from '../run/one-transaction';
import type { RunCounts } from '../run/run-types';
import { openSchemas } from './closing/close-schemas';
import { NarrowedScript } from './keys/narrowed-script';
import { isBefore, type Place } from './keys/rounds';
import { addCounts, noCounts, type ClosedSchema } from './record/restore-record';
import { dropRecord } from './record/write-record';
import type { StepRun } from './step-run';

export interface FinishOptions {
  readonly closed: readonly ClosedSchema[];
  /** Where `schema_post` goes on; null when it is done. */
  readonly cut: Place | null;
  readonly postMembers: readonly ArchiveMember[];
  /** Triggers and policies of the platform's tables, history, cron jobs, materialized views: what the API or a clock could set off. */
  readonly lastMembers: readonly ArchiveMember[];
  readonly after: TransactionHooks['after'];
}

/**
 * The last step, in one transaction: the schemas get their access lists back, then come all privileges and the members that lean on
 * them. Nobody sees an open schema before its tables have every policy and every grant of the source. What `after` throws leaves the
 * schemas closed.
 */
export async function finishInOneStep(run: StepRun, options: FinishOptions): Promise<RunCounts> {
  const { context, connections } = run;
  const client = connections.control;
  const during = 'the last step';
  await run.begin(client, during);
  await run.query(during, () => openSchemas(client, options.closed));
  const counts = noCounts();
  await sendRest(run, options, counts);
  const total = addCounts(addCounts(noCounts(), run.counts), counts);
  context.enter('compare');
  await options.after(client, total);
  await run.query(during, () => dropRecord(client));
  await run.makeFinal(options.closed, 'unfinished');
  return total;
}

async function sendRest(
  run: StepRun,
  { cut, postMembers, lastMembers }: FinishOptions,
  counts: RunCounts,
): Promise<void> {
  const { context } = run;
  if (cut !== null) {
    const narrowed = new NarrowedScript(context.script, (place) => !isBefore(place, cut));
    const rest = postMembers.filter(({ number }) => number >= cut.member);
    await sendAll(run, { ...context, script: narrowed.script }, rest, counts);
    counts.statements -= narrowed.settingsSent;
  }
  await sendAll(run, context, lastMembers, counts);
}

async function sendAll(
  { connections, leftOut }: StepRun,
  context: StepRun['context'],
  members: readonly ArchiveMember[],
  counts: RunCounts,
): Promise<void> {
  const runner = new MemberRunner({ client: connections.control, context, counts, aftermath: 'unfinished', leftOut });
  try {
    for (const [index, member] of members.entries()) {
      const next = members[index + 1];
      await runner.run(member, { ...(next === undefined ? {} : { next }), lastTry: true });
    }
  } finally {
    await runner.close();
  }
}
