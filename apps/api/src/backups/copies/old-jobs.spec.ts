import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { CopyJob } from '../copy-job.entity';
import { makeSweeper } from '../testing/make-sweeper';
import { openRunWorld, type RunWorld } from '../testing/run-world';

const day = 24 * 3_600_000;

describe('copies of long ago', () => {
  let world: RunWorld;
  beforeEach(async () => void (world = await openRunWorld()));
  afterEach(() => world.close());

  function job(endedDaysAgo: number | null): CopyJob {
    const at = new Date(Date.now() - (endedDaysAgo ?? 400) * day);
    return Object.assign(new CopyJob(), {
      ...{ id: randomUUID(), backupId: randomUUID(), copyId: randomUUID(), replaces: null },
      ...{ destinationId: randomUUID(), destinationName: 'Disk', sourceCopyId: null },
      ...{ status: endedDaysAgo === null ? 'queued' : 'failed', token: 0, retries: 0, interruptions: 0 },
      ...{ leaseUntil: null, cancelRequested: false, requestedBy: 'somebody', requestId: null, requestSha256: null },
      ...{ runAfter: at, createdAt: at, startedAt: null, finishedAt: endedDaysAgo === null ? null : at },
      ...{ size: 1, storedBytes: 0, errorCode: null, errorText: null, errorNext: null },
    });
  }

  it('P-COPY-8 are forgotten 90 days after their end, however many there are; what goes on is not', async () => {
    const [young, waiting] = [job(89), job(null)];
    const old = Array.from({ length: 450 }, () => job(91));
    await world.database.write((manager) => manager.insert(CopyJob, [young, waiting]));
    for (let from = 0; from < old.length; from += 150)
      await world.database.write((manager) => manager.insert(CopyJob, old.slice(from, from + 150)));
    await makeSweeper(world, () => Promise.reject(new Error('no destination is asked'))).reconcileAll();
    const left = await world.database.read.find(CopyJob);
    expect(left.map(({ id }) => id).sort()).toEqual([young.id, waiting.id].sort());
  });
});
