import type { ArchiveMember } from '@stowbase/archive';
import type { Client } from 'pg';
import { runPutAside } from '../../run/put-aside';
import type { StepRun } from '../step-run';
import { RowWorker } from './row-worker';
import { RowQueue } from './row-queue';
import { rowTasks, tablesWithTriggers, type RowGroup } from './row-tasks';

/** Writes all rows: each member in a transaction of its own, together with its line in the record. */
export async function restoreRows(run: StepRun, members: readonly ArchiveMember[]): Promise<void> {
  const { context, connections } = run;
  const awake = context.target.canRestTriggers
    ? new Set<string>()
    : await run.query('reading the triggers', () => tablesWithTriggers(connections.control));
  const open = members.filter(({ number }) => !run.isDone({ step: 'rows', member: number }));
  const tasks = rowTasks(open, { contents: context.contents, script: context.script, awake });
  const putAside: ArchiveMember[] = [];
  const inOrder = (members: readonly ArchiveMember[]): RowGroup[] => [{ members, shared: false }];
  for (const groups of [inOrder(tasks.first), tasks.parallel, inOrder(tasks.last)]) {
    const queue = new RowQueue<Client>(groups);
    await run.onAll(
      (client) =>
        groups !== tasks.parallel && client !== connections.control
          ? Promise.resolve()
          : workThrough(run, client, queue, putAside),
      () => queue.clear(),
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
  queue: RowQueue<Client>,
  putAside: ArchiveMember[],
): Promise<void> {
  const worker = new RowWorker(run, client);
  try {
    for (let member = queue.next(client); member !== undefined;) {
      await Promise.resolve(); // everybody has a first one before anybody puts a second one by
      const next = queue.next(client);
      const outcome = await worker.write(member, next === undefined ? {} : { next });
      if (outcome === 'put-aside') putAside.push(member);
      member = next;
    }
  } finally {
    await worker.close();
  }
}
