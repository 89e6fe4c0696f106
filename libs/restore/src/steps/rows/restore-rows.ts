import type { ArchiveMember } from '@stowbase/archive';
import type { Client } from 'pg';
import { MemberRunner } from '../../run/member-runner';
import { noCounts, takeCounts } from '../record/restore-record';
import type { StepRun } from '../step-run';
import { rowTasks, tablesWithTriggers } from './row-tasks';

/** Writes all rows: each member in a transaction of its own, together with its line in the record. */
export async function restoreRows(run: StepRun, members: readonly ArchiveMember[]): Promise<void> {
  const { context, connections } = run;
  const awake = context.target.canRestTriggers
    ? new Set<string>()
    : await run.query('reading the triggers', () => tablesWithTriggers(connections.control));
  const open = members.filter(({ number }) => !run.isDone({ step: 'rows', member: number }));
  const tasks = rowTasks(open, { contents: context.contents, script: context.script, awake });
  const putAside: ArchiveMember[] = [];
  for (const together of [
    tasks.first.map((member) => [member]),
    tasks.parallel,
    tasks.last.map((member) => [member]),
  ]) {
    const queue = together.map((list) => [...list]);
    const inOrder = together !== tasks.parallel;
    await run.onAll(
      (client) =>
        inOrder && client !== connections.control ? Promise.resolve() : workThrough(run, client, queue, putAside),
      () => (queue.length = 0),
    );
  }
  // A CHECK that reads other tables: their rows are all there now.
  const again = putAside.sort((a, b) => a.number - b.number);
  await workThrough(run, connections.control, [again], null);
}

/** `putAside` null: it is the last try. */
async function workThrough(
  run: StepRun,
  client: Client,
  queue: ArchiveMember[][],
  putAside: ArchiveMember[] | null,
): Promise<void> {
  const counts = noCounts();
  const runner = new MemberRunner({
    client,
    context: run.context,
    counts,
    aftermath: 'unfinished',
    leftOut: run.leftOut,
  });
  const take = nextOf(queue);
  try {
    for (let member = take(); member !== undefined;) {
      await Promise.resolve(); // everybody has a first one before anybody puts a second one by
      const next = take();
      await run.begin(client, 'writing rows');
      const outcome = await runner.run(member, {
        ...(next === undefined ? {} : { next }),
        lastTry: putAside === null,
      });
      if (outcome === 'put-aside') {
        putAside?.push(member);
        await run.query('writing rows', () => client.query('ROLLBACK'));
      } else {
        await run.commit(client, [{ step: 'rows', member: member.number }], takeCounts(counts), 'writing rows');
      }
      member = next;
    }
  } finally {
    await runner.close();
  }
}

/** The members of the first list one after the other, then the next list: a list belongs to who began it. */
function nextOf(queue: ArchiveMember[][]): () => ArchiveMember | undefined {
  let own: ArchiveMember[] = [];
  return () => {
    if (own.length === 0) own = queue.shift() ?? [];
    return own.shift();
  };
}
