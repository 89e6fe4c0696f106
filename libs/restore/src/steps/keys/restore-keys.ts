import type { ArchiveMember } from '@stowbase/archive';
import type { Client } from 'pg';
import { MemberRunner } from '../../run/member-runner';
import { tableKey, type TableName } from '../../table-name';
import { noCounts, type DoneStep } from '../record/restore-record';
import type { StepRun } from '../step-run';
import { keyTasks, type TaskOptions } from './key-tasks';
import { LockQueue } from './lock-queue';
import { makeKeys } from './make-keys';
import { NarrowedScript } from './narrowed-script';
import { isBefore, planRounds, type Place, type Round } from './rounds';
import { readTableTrees } from './table-trees';

/**
 * Indexes, constraints and what leans on them: everything of `schema_post` before its first privilege.
 * Gives the place of that privilege, from where on the last step goes on; null when there is none.
 */
export async function restoreKeys(
  run: StepRun,
  members: readonly ArchiveMember[],
  options: Pick<TaskOptions, 'smallTable' | 'keysAtOnce'> = {},
): Promise<Place | null> {
  if (members.length === 0) return null;
  const { context, connections } = run;
  const trees = await run.query('reading the tables', () => readTableTrees(connections.control));
  const { rounds, cut } = await planRounds(context, { members, partitioned: trees.partitioned });
  const sizeOf = tableSizes(run);
  for (const [number, round] of rounds.entries()) {
    await keysOf(run, round, { trees, sizeOf, ...options });
    const step = { step: 'round', round: number } as const;
    if (round.hasRest && !run.isDone(step)) await restOf(run, round, step, members);
  }
  return cut;
}

async function keysOf(run: StepRun, round: Round, options: TaskOptions): Promise<void> {
  const keys = round.keys.filter(({ member, statement }) => !run.isDone({ step: 'key', member, statement }));
  const queue = new LockQueue(keyTasks({ ...round, keys }, options));
  await run.onAll(
    async (client: Client) => {
      for (let task = await queue.take(); task !== null; task = await queue.take()) {
        try {
          await makeKeys(run, client, task.keys);
        } finally {
          queue.release(task);
        }
      }
    },
    () => queue.stop(),
  );
}

/** What follows the keys of a round, in one transaction. */
async function restOf(
  run: StepRun,
  { from, to, keys }: Round,
  step: DoneStep,
  members: readonly ArchiveMember[],
): Promise<void> {
  const client = run.connections.control;
  const isKey = new Set(keys.map(placeText));
  const narrowed = new NarrowedScript(
    run.context.script,
    (place) => !isBefore(place, from) && isBefore(place, to) && !isKey.has(placeText(place)),
  );
  const counts = noCounts();
  const context = { ...run.context, script: narrowed.script };
  const runner = new MemberRunner({ client, context, counts, aftermath: 'unfinished', leftOut: run.leftOut });
  const during = 'restoring what follows indexes and constraints';
  try {
    await run.begin(client, during);
    for (const member of members) {
      const isTouched = member.number >= from.member && member.number <= to.member;
      if (isTouched) await runner.run(member, { lastTry: true });
    }
  } finally {
    await runner.close();
  }
  counts.statements -= narrowed.settingsSent;
  await run.commit(client, [step], counts, during);
}

const placeText = ({ member, statement }: Place): string => `${member} ${statement}`;

/** Bytes of rows by the name a table has here. */
function tableSizes({ context }: StepRun): (table: TableName) => number {
  const goesTo = new Map(context.script.tables?.map(({ from, to }) => [tableKey(from), to] as const));
  const sizes = new Map(
    context.contents.tables.map((table) => [tableKey(goesTo.get(tableKey(table)) ?? table), table.rawBytes] as const),
  );
  return (table) => sizes.get(tableKey(table)) ?? 0;
}
