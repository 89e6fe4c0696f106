import { AuditLog, type AuditEntry } from '../../accounts/audit-log';
import { BackupCopy } from '../../backups/backup-copy.entity';
import type { Backup } from '../../backups/backup.entity';
import { insertDestination } from '../../backups/testing/rows';
import type { Place } from '../../database/place';
import { RunTransitions } from '../../backups/transitions/run-transitions';
import { standardPolicy } from '../../backups/transitions/run-policy';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import type { Claim } from '../../backups/transitions/claim';
import { Project } from '../../projects/project.entity';
import { Destination } from '../../storage/destination.entity';
import { Schedule } from '../schedule.entity';
import { openTickWorld, type TickWorld } from './tick-world';

const day = 24 * 3_600_000;
/** Later than every row that tests of the same database made. */
const begin = new Date('2026-11-20T12:00:00Z');
const after = (days: number, time = '02:30:03'): Date =>
  new Date(`${new Date(begin.getTime() + days * day).toISOString().slice(0, 10)}T${time}Z`);

/** What becomes of slots, on either engine: three processes look at the same time, always. */
export function describeTicks(place: () => Place | undefined): void {
  let world: TickWorld;
  beforeAll(async () => {
    world = await openTickWorld(3, place());
  });
  afterAll(() => world.close());
  // The next one begins with a clean table of what is due.
  afterEach(() => world.database.write((manager) => manager.update(Schedule, { enabled: true }, { enabled: false })));

  const said = (rows: readonly Backup[]): string[] =>
    rows.map(({ slot, status, errorCode, missedCount }) =>
      [slot?.toISOString().slice(0, 16) ?? 'by hand', status, errorCode, missedCount]
        .filter((one) => one !== null)
        .join(' '),
    );
  const of = async (schedule: Schedule): Promise<string[]> => said(await world.backups(schedule));

  it('F43 P-SCHED-3 make one run of a slot, whoever looks', async () => {
    const schedule = await world.schedule(begin);
    await world.turn(after(1, '02:29:59'));
    expect(await of(schedule)).toEqual([]);
    await world.turn(after(1));
    expect(await world.backups(schedule)).toMatchObject([
      { trigger: 'schedule', status: 'queued', type: 'full', requestedBy: null, slot: after(1, '02:30:00') },
    ]);
    const [run] = await world.backups(schedule);
    expect(await world.database.read.findBy(BackupCopy, { backupId: run!.id })).toMatchObject([
      { status: 'pending', destinationId: schedule.destinationIds[0] },
    ]);
    await world.turn(after(1, '02:30:08'));
    expect(await of(schedule)).toHaveLength(1);
    expect(await world.again(schedule)).toMatchObject({
      nextSlot: after(2, '02:30:00'),
      dueAt: after(2, '02:30:00'),
      effectiveFrom: after(1, '02:30:00'),
      lastSlot: after(1, '02:30:00'),
      version: 1,
    });
    await world.endRuns(after(1, '02:31:00'));
  });

  it('put a slot off by its jitter, always the same', async () => {
    const schedule = await world.schedule(begin, { jitterSeconds: 3_600 });
    const { dueAt, nextSlot } = schedule;
    const late = dueAt!.getTime() - nextSlot!.getTime();
    expect(late).toBeGreaterThan(0);
    await world.turn(new Date(dueAt!.getTime() - 1));
    expect(await of(schedule)).toEqual([]);
    await world.turn(dueAt!);
    expect(await of(schedule)).toEqual(['2026-11-21T02:30 queued']);
    const { dueAt: next } = await world.again(schedule);
    expect(next!.getTime() - after(2, '02:30:00').getTime()).toBe(late);
    await world.endRuns(dueAt!);
  });

  it('F42 P-SCHED-4 make up for three slots that were slept through by one run, and name the others once', async () => {
    const schedule = await world.schedule(begin);
    await world.turn(after(3, '09:00:00'));
    expect(await of(schedule)).toEqual([
      '2026-11-21T02:30 missed SLOT_PASSED',
      '2026-11-22T02:30 missed SLOT_PASSED',
      '2026-11-23T02:30 queued',
    ]);
    const [missed] = await world.backups(schedule);
    expect(missed).toMatchObject({ createdAt: after(1, '02:30:00'), finishedAt: after(3, '09:00:00') });
    expect(await world.told(schedule)).toMatchObject([
      { kind: 'backup.missed', facts: { count: 2, reason: 'downtime', slot: '2026-11-23T02:30:00.000Z' } },
    ]);
    await world.endRuns(after(3, '09:01:00'));
  });

  it('F42 make up for nothing that is older than the grace', async () => {
    const schedule = await world.schedule(begin, { graceSeconds: 3_600 });
    await world.turn(after(2, '09:00:00'));
    expect(await of(schedule)).toEqual(['2026-11-21T02:30 missed SLOT_PASSED', '2026-11-22T02:30 missed SLOT_PASSED']);
    expect(await world.again(schedule)).toMatchObject({ nextSlot: after(3, '02:30:00'), lastSlot: null });
    expect(await world.told(schedule)).toMatchObject([{ facts: { count: 2 } }]);
  });

  it('F42 P-SCHED-4 make one row with a count of what is beyond five hundred', async () => {
    const schedule = await world.schedule(begin, { cron: '30 * * * *' });
    const now = new Date(begin.getTime() + 2_000 * 3_600_000);
    await world.turn(now);
    const rows = await world.backups(schedule);
    expect(rows).toHaveLength(501);
    expect(rows.find(({ missedCount }) => missedCount !== null)).toMatchObject({
      slot: null,
      missedCount: 1_500,
      createdAt: new Date('2026-11-20T12:30:00Z'),
      runAfter: new Date('2027-01-21T23:30:00Z'),
    });
    const alone = rows.filter(({ slot }) => slot !== null);
    expect(said([...alone.slice(0, 1), ...alone.slice(-2)])).toEqual([
      '2027-01-22T00:30 missed SLOT_PASSED',
      '2027-02-11T18:30 missed SLOT_PASSED',
      '2027-02-11T19:30 queued',
    ]);
    expect(await world.told(schedule)).toMatchObject([{ facts: { count: 1_999 } }]);
    await world.endRuns(now);
  });

  it('F41 leave out a slot while the last run still goes on, and say so', async () => {
    const schedule = await world.schedule(begin);
    await world.turn(after(1));
    await world.turn(after(2));
    expect(await of(schedule)).toEqual(['2026-11-21T02:30 queued', '2026-11-22T02:30 missed SLOT_OVERLAP']);
    expect(await world.told(schedule)).toMatchObject([{ facts: { count: 1, reason: 'overlap' } }]);
    await world.endRuns(after(2));
    await world.turn(after(3));
    expect(await of(schedule)).toHaveLength(3);
    await world.endRuns(after(3));
  });

  it('F41 let one slot wait where that is asked for: the newest, until the last run has ended', async () => {
    const schedule = await world.schedule(begin, { overlap: 'queue' });
    for (const days of [1, 2, 3]) await world.turn(after(days));
    expect(await of(schedule)).toEqual(['2026-11-21T02:30 queued', '2026-11-22T02:30 missed SLOT_OVERLAP']);
    expect(await world.again(schedule)).toMatchObject({ waitingSlot: after(3, '02:30:00') });
    expect(world.ticks.some(({ isWaiting }) => isWaiting)).toBe(true);
    await world.endRuns(after(3, '03:00:00'));
    await world.turn(after(3, '03:00:01'));
    expect((await of(schedule)).at(-1)).toBe('2026-11-23T02:30 queued');
    expect(await world.again(schedule)).toMatchObject({ waitingSlot: null, lastSlot: after(3, '02:30:00') });
    await world.endRuns(after(3, '04:00:00'));
    await world.turn(after(3, '04:00:01'));
    expect(world.ticks.some(({ isWaiting }) => isWaiting)).toBe(false);
  });

  it('F41 P-SCHED-5 let two schedules of a project wait for each other, and for a backup by hand', async () => {
    const first = await world.schedule(begin);
    const second = await world.schedule(begin, { projectId: first.projectId, destinationIds: first.destinationIds });
    const byHand = await world.addRun(first.projectId);
    await world.turn(after(1));
    expect([...(await of(first)), ...(await of(second))]).toEqual([]);
    await world.database.write((manager) =>
      manager.query(`UPDATE backups SET status = 'succeeded' WHERE id = '${byHand}'`),
    );
    for (const time of ['03:00:00', '04:00:00']) {
      await world.turn(after(1, time));
      await world.endRuns(after(1, time));
    }
    expect([...(await of(first)), ...(await of(second))]).toEqual([
      '2026-11-21T02:30 succeeded',
      '2026-11-21T02:30 succeeded',
    ]);
  });

  it('F33 P-SCHED-6 survive a clock that goes two years ahead and back: one run each, and no slot is lost afterwards', async () => {
    const schedule = await world.schedule(begin);
    const ahead = new Date('2028-11-20T12:00:00Z');
    await world.turn(ahead);
    await world.endRuns(ahead);
    expect((await world.backups(schedule)).filter(({ status }) => status !== 'missed')).toHaveLength(1);
    expect(await world.told(schedule)).toHaveLength(1);
    const rows = (await of(schedule)).length;
    for (const days of [0, 1, 2]) {
      await world.turn(after(days, '12:00:00'));
      await world.endRuns(after(days, '12:00:00'));
    }
    const since = (await world.backups(schedule)).filter(({ slot }) => slot !== null && slot < after(3));
    expect(said(since)).toEqual(['2026-11-21T02:30 succeeded', '2026-11-22T02:30 succeeded']);
    expect(await of(schedule)).toHaveLength(rows + 2);
    // What was handled in the false future isn't handled again when it comes.
    await world.database.write((manager) =>
      manager.update(Schedule, { id: schedule.id }, { effectiveFrom: new Date('2028-11-18T12:00:00Z'), dueAt: ahead }),
    );
    await world.turn(ahead);
    expect(await of(schedule)).toHaveLength(rows + 2);
    expect(await world.told(schedule)).toHaveLength(1);
  });

  it('F33 a clock that is put back by ten seconds runs nothing twice', async () => {
    const schedule = await world.schedule(begin);
    await world.turn(after(1));
    await world.endRuns(after(1));
    await world.turn(after(1, '02:29:55'));
    await world.turn(after(1, '02:30:05'));
    expect(await of(schedule)).toEqual(['2026-11-21T02:30 succeeded']);
    expect(await world.again(schedule)).toMatchObject({ nextSlot: after(2, '02:30:00') });
  });

  it('F51 P-SCHED-8 of twenty schedules at one minute give each its run, two at a time, and none waits for its second turn', async () => {
    const own = await openTickWorld(3, place());
    const all: Schedule[] = [];
    for (let n = 0; n < 20; n += 1) all.push(await own.schedule(begin));
    const policy = { ...standardPolicy, limit: 2 };
    const queue = new RunTransitions(own.database, new DatabaseClock(), policy, noTotals, new AuditLog(), own.changed);
    await own.turn(after(1));
    const begun: string[] = [];
    const going: Claim[] = [];
    for (;;) {
      for (let claim = await queue.claimNext(); claim !== null; claim = await queue.claimNext()) {
        going.push(claim);
        begun.push(claim.projectId);
      }
      expect(going.length).toBeLessThanOrEqual(2);
      const first = going.shift();
      if (first === undefined) break;
      await queue.finish(first, { status: 'failed', error: { code: 'X', text: 'x', next: 'x' }, retriable: false });
    }
    expect(begun.sort()).toEqual(all.map(({ projectId }) => projectId).sort());
    await own.close();
  });

  it('pause the schedule of a project that is gone, and say so', async () => {
    const schedule = await world.schedule(begin);
    await world.database.write((manager) => manager.update(Project, { id: schedule.projectId }, { deletedAt: begin }));
    await world.turn(after(1));
    expect(await of(schedule)).toEqual(['2026-11-21T02:30 missed SLOT_NO_PROJECT']);
    expect(await world.again(schedule)).toMatchObject({ enabled: false, dueAt: null });
  });

  it('miss a slot whose destinations all take nothing, and go on with the next', async () => {
    const { id } = await insertDestination(world.database, undefined, { enabled: false });
    const schedule = await world.schedule(begin, { destinationIds: [id, '00000000-0000-4000-8000-000000000000'] });
    await world.turn(after(1));
    expect(await of(schedule)).toEqual(['2026-11-21T02:30 missed SLOT_NO_DESTINATION']);
    await world.database.write((manager) => manager.update(Destination, { id }, { enabled: true }));
    await world.turn(after(2));
    expect((await of(schedule)).at(-1)).toBe('2026-11-22T02:30 queued');
    await world.endRuns(after(2));
  });

  it('P-SCHED-7 never call a run complete that left a destination out: its copy is not stored, from the start', async () => {
    const open = await insertDestination(world.database);
    const closing = await insertDestination(world.database, undefined, { closing: true });
    const schedule = await world.schedule(begin, { destinationIds: [open.id, closing.id] });
    await world.turn(after(1));
    const [run] = await world.backups(schedule);
    const copies = await world.database.read.findBy(BackupCopy, { backupId: run!.id });
    expect(new Map(copies.map(({ destinationId, status, errorCode }) => [destinationId, [status, errorCode]]))).toEqual(
      new Map([
        [open.id, ['pending', null]],
        [closing.id, ['failed', 'DESTINATION_CLOSING']],
      ]),
    );
    await world.endRuns(after(1));
  });

  it('leave alone what is paused', async () => {
    const schedule = await world.schedule(begin, { enabled: false });
    await world.turn(after(5));
    expect(await of(schedule)).toEqual([]);
  });

  it('go on with the others when one is in trouble, and come back to it: nothing half-done is left', async () => {
    const broken = new BreakingAudit();
    const own = await openTickWorld(1, place(), broken);
    const [first, second] = [await own.schedule(begin), await own.schedule(begin)];
    await own.turn(begin);
    broken.breaks = 1;
    await quietly(() => own.turn(after(1)));
    const both = async (): Promise<number[]> => [(await own.backups(first)).length, (await own.backups(second)).length];
    expect((await both()).sort()).toEqual([0, 1]);
    await own.turn(after(1, '02:30:08'));
    expect(await both()).toEqual([1, 1]);
    await own.endRuns(after(1));
    await own.close();
  });
}

const noTotals = { noteStored: () => Promise.resolve() };

/** Fails in the middle of a transaction. */
class BreakingAudit extends AuditLog {
  breaks = 0;

  override async record(...[manager, entry]: [Parameters<AuditLog['record']>[0], AuditEntry]): Promise<void> {
    if (this.breaks > 0) {
      this.breaks -= 1;
      throw new Error('The disk is full, say.');
    }
    await super.record(manager, entry);
  }
}

/** The log says what is in trouble; here that is meant. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { Logger } = await import('@nestjs/common');
  Logger.overrideLogger(false);
  try {
    await work();
  } finally {
    Logger.overrideLogger(['error', 'warn']);
  }
}
