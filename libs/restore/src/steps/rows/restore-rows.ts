import type { ArchiveMember } from '@stowbase/archive';
import type { Client } from 'pg';
import { runPutAside } from '../../run/put-aside';
import type { StepRun } from '../step-run';
import { RowWorker } from './row-worker';
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
  const worker = new RowWorker(run, connections.control);
  try {
    const inOrder = putAside.sort((a, b) => a.number - b.number);
    await runPutAside(inOrder, (member, lastTry) => worker.write(member, { lastTry }));
  } finally {
    await worker.close();
  }
}

async function workThrough(
  run: StepRun,
  client: Client,
  queue: ArchiveMember[][],
  putAside: ArchiveMember[],
): Promise<void> {
  const worker = new RowWorker(run, client);
  const take = nextOf(queue);
  try {
    for (let member = take(); member !== undefined;) {
      await Promise.resolve(); // everybody has a first one before anybody puts a second one by
      const next = take();
      const outcome = await worker.write(member, next === undefined ? {} : { next });
      if (outcome === 'put-aside') putAside.push(member);
      member = next;
    }
  } finally {
    await worker.close();
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
