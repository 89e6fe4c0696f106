import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { In } from 'typeorm';
import { Backup } from '../../backups/backup.entity';
import { unreadContents } from '../../backups/good/is-good';
import { isLastGood } from '../../backups/good/last-good';
import { markForDeletion } from '../../backups/good/mark-for-deletion';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { CopyLease } from '../../backups/copy-lease.entity';
import { Setting } from '../../database/setting.entity';
import type { Place } from '../../database/place';
import { Schedule } from '../../scheduler/schedule.entity';
import type { RetentionApproval } from '../approval.entity';
import { assignedTo } from '../sets/retention-set';
import { day, openRetentionWorld, owner, type RetentionWorld, type Shop } from './retention-world';

const begin = Date.parse('2026-11-01T02:30:00Z');
const after = (days: number): Date => new Date(begin + days * day);

/** What retention deletes and what it leaves alone, on either engine. */
export function describePruning(place: () => Place | undefined): void {
  let world: RetentionWorld;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    world = await openRetentionWorld(place());
  });
  afterAll(() => world.close());
  // Each test begins in the same November: the clock of the last one is forgotten.
  beforeEach(() => world.database.write((manager) => manager.delete(Setting, { id: 'retention.clock' })));

  /** One backup a day, each followed by a look. @returns ids, the oldest first */
  async function nights(shop: Shop, from: number, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let n = from; n < from + count; n += 1) {
      world.setNow(new Date(after(n).getTime() + 3600_000));
      ids.push(await world.add(shop, after(n)));
      await world.turn();
    }
    return ids;
  }

  /** As many, without a look in between: as if retention came later. */
  async function history(shop: Shop, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await world.add(shop, after(n)));
    world.setNow(new Date(after(count - 1).getTime() + 3600_000));
    return ids;
  }

  const waitingOf = async ({ schedule }: Shop): Promise<RetentionApproval[]> =>
    (await world.waiting()).filter(({ scheduleId }) => scheduleId === schedule.id);

  it('P-RET-3 deletes night after night what its rule lets go, and names it in the audit log', async () => {
    const shop = await world.shop({ daily: 7 });
    const ids = await nights(shop, 0, 10);
    expect(await world.ids(shop)).toEqual(ids.slice(3));
    expect(await world.ids(shop, 'delete_pending')).toEqual(ids.slice(0, 3));
    const told = (await world.audited('retention.delete')).filter(({ objectId }) => objectId === shop.project.id);
    expect(told).toMatchObject(
      ids.slice(0, 3).map((id) => ({
        actorKind: 'system',
        detail: { scheduleId: shop.schedule.id, approvalId: null, copies: [{ copyId: id, backupId: id }] },
      })),
    );
    expect(await waitingOf(shop)).toEqual([]);
  });

  it('P-RET-3 deletes nothing without a success: what is old stays old', async () => {
    const shop = await world.shop({ keepDays: 5 });
    const ids = await nights(shop, 0, 5);
    world.setNow(after(40));
    await world.turn();
    expect(await world.ids(shop)).toEqual(ids);
  });

  it('P-RET-4 deletes nothing that nobody approved when it is activated: the list waits, and is told once', async () => {
    const shop = await world.shop({ daily: 7 });
    const ids = await history(shop, 9);
    await world.turn();
    await world.turn();
    expect(await world.ids(shop)).toEqual(ids);
    const [list] = await waitingOf(shop);
    expect(list).toMatchObject({ cause: 'rule', count: 2, bytes: 200 });
    expect(list!.copies.map(({ copyId }) => copyId)).toEqual(ids.slice(0, 2));
    const told = (await world.told('retention.waiting')).filter(({ scheduleId }) => scheduleId === shop.schedule.id);
    expect(told).toMatchObject([{ facts: { approvalId: list!.id, copies: 2 } }]);
    await world.approvals.approve(list!.id, list!.listSha256, owner);
    await world.turn();
    expect(await world.ids(shop)).toEqual(ids.slice(2));
    expect(await world.approvals.get(list!.id)).toMatchObject({ state: 'used', decidedBy: owner.name });
    const more = await nights(shop, 9, 1);
    expect(await world.ids(shop)).toEqual([...ids.slice(3), ...more]);
  });

  it('P-RET-4 approves a list once, and only as it was seen', async () => {
    const shop = await world.shop({ daily: 7 });
    const ids = await history(shop, 9);
    await world.turn();
    const [seen] = await waitingOf(shop);
    ids.push(...(await nights(shop, 9, 1)));
    const stale = { code: 'RETENTION_LIST_CHANGED', status: 409 };
    await expect(world.approvals.approve(seen!.id, seen!.listSha256, owner)).rejects.toMatchObject(stale);
    const [list] = await waitingOf(shop);
    expect(list).toMatchObject({ id: seen!.id, count: 3 });
    // A backup more, and nobody has looked at the list since: it is another one by now.
    ids.push(await world.add(shop, after(10)));
    world.setNow(new Date(after(10).getTime() + 3600_000));
    await expect(world.approvals.approve(list!.id, list!.listSha256, owner)).rejects.toMatchObject(stale);
    expect(await world.ids(shop)).toEqual(ids);
    await world.turn();
    const [last] = await waitingOf(shop);
    await world.approvals.approve(last!.id, last!.listSha256, owner);
    const decided = { code: 'APPROVAL_DECIDED', status: 409 };
    await expect(world.approvals.approve(last!.id, last!.listSha256, owner)).rejects.toMatchObject(decided);
    await world.turn();
    expect(await world.ids(shop)).toEqual(ids.slice(4));
  });

  it('P-RET-4 keeps what somebody refused to delete until the rule changes, and does not ask again', async () => {
    const shop = await world.shop({ daily: 7 });
    const ids = await history(shop, 9);
    await world.turn();
    const [list] = await waitingOf(shop);
    await world.approvals.refuse(list!.id, list!.listSha256, owner);
    await world.turn();
    expect(await waitingOf(shop)).toEqual([]);
    const listed = async (): Promise<string[]> =>
      (await waitingOf(shop)).flatMap(({ copies }) => copies.map(({ copyId }) => copyId));
    // Nobody has agreed to this rule yet: what it lets go later is a list of its own.
    const more = await nights(shop, 9, 1);
    expect(await listed()).toEqual([ids[2]]);
    expect(await world.ids(shop)).toEqual([...ids, ...more]);
    await changeRule(shop, { daily: 6 });
    await world.turn();
    expect(await listed()).toEqual(ids.slice(0, 4));
  });

  /** Saved without a look at what it deletes; a backup follows. */
  async function changeRule(shop: Shop, change: Partial<Schedule['retention']>, approve?: string): Promise<void> {
    const rule = { ...shop.schedule.retention, ...change };
    await world.database.write(async (manager) => {
      await manager.update(Schedule, { id: shop.schedule.id }, { retention: rule });
      const { projectId, timeZone, id: scheduleId } = shop.schedule;
      const now = await world.clock.now(manager);
      await world.changes.ofSchedule(
        manager,
        { scheduleId, projectId, rule, timeZone },
        { actor: owner, approve, now },
      );
    });
    const place = { destinationId: shop.destination.id, status: 'stored' as const };
    await world.database.write((manager) => manager.update(BackupCopy, place, { prunedAt: null }));
  }

  it('P-RET-4 deletes nothing by a rule that was turned down without its preview', async () => {
    const shop = await world.shop({ daily: 7 });
    const ids = await nights(shop, 0, 7);
    await changeRule(shop, { daily: 6 });
    await world.turn();
    expect(await world.ids(shop)).toEqual(ids);
    expect(await waitingOf(shop)).toMatchObject([{ cause: 'rule', count: 1 }]);
    // Turned back: there is nothing to ask any more.
    await changeRule(shop, { daily: 7 });
    expect(await waitingOf(shop)).toEqual([]);
  });

  it('P-RET-5 more than a quarter at once waits, whatever the rule says', async () => {
    const shop = await world.shop({ keepDays: 12 });
    const ids = await nights(shop, 0, 12);
    world.setNow(new Date(after(15).getTime() + 3600_000));
    const last = await world.add(shop, after(15));
    await world.turn();
    expect(await world.ids(shop)).toEqual([...ids, last]);
    expect(await waitingOf(shop)).toMatchObject([{ cause: 'many', count: 4 }]);
  });

  it('F33 a clock that goes two years ahead and back deletes nothing, and tells', async () => {
    const shop = await world.shop({ keepDays: 30, daily: 1 });
    const ids = await nights(shop, 0, 5);
    world.setNow(new Date(after(735).getTime() + 3600_000));
    const ahead = await world.add(shop, after(735));
    await world.turn();
    expect(await waitingOf(shop)).toMatchObject([{ cause: 'clock', count: 3 }]);
    expect(await world.told('retention.waiting')).toEqual(
      expect.arrayContaining([expect.objectContaining({ scheduleId: shop.schedule.id })]),
    );
    const back = await nights(shop, 5, 2);
    expect(await world.ids(shop)).toEqual([...ids, ...back, ahead]);
    expect(await waitingOf(shop)).toEqual([]);
    expect(await world.ids(shop, 'delete_pending')).toEqual([]);
  });

  it('F33 deletes nothing where the clock of the store is another one, until they agree', async () => {
    const shop = await world.shop({ daily: 3 });
    const ids = await nights(shop, 0, 3);
    // Clocks of tests are ahead of that of the machine.
    const ours = world.clock.aheadMs + day;
    world.store.facts = { ...world.store.facts, clockSkewMs: ours + 11 * 60_000 };
    ids.push(...(await nights(shop, 3, 1)));
    expect(await world.ids(shop)).toEqual(ids);
    expect(world.problems).toContainEqual([shop.destination.id, 'STORE_CLOCK_DISAGREES']);
    world.store.facts = { ...world.store.facts, clockSkewMs: world.clock.aheadMs - 9 * 60_000 };
    await world.anotherPrune().turn(new AbortController().signal);
    expect(await world.ids(shop)).toEqual(ids.slice(1));
    world.store.facts = { ...world.store.facts, clockSkewMs: null };
  });

  it('F30 deletes nothing at a store that can not be asked, and does it when it can', async () => {
    const shop = await world.shop({ daily: 3 });
    const ids = await nights(shop, 0, 3);
    world.store.isDown = true;
    ids.push(...(await nights(shop, 3, 1)));
    world.store.isDown = false;
    await world.turn();
    // It is left alone for a minute.
    expect(await world.ids(shop)).toEqual(ids);
    world.setNow(new Date(after(3).getTime() + 2 * 3600_000));
    await world.turn();
    expect(await world.ids(shop)).toEqual(ids.slice(1));
  });

  it('F29 keeps the three newest good ones, however old, while what comes is not good', async () => {
    const shop = await world.shop({ keepDays: 2 });
    const ids = await nights(shop, 0, 3);
    const gaps = [{ component: 'data', status: 'failed', reason: 'not read' }];
    const odd: string[] = [];
    for (let n = 60; n < 70; n += 1) {
      world.setNow(new Date(after(n).getTime() + 3600_000));
      await world.add(shop, after(n), { status: 'failed' }, { status: 'failed' });
      odd.push(await world.add(shop, after(n), { gaps }));
      await world.turn();
    }
    expect(await world.ids(shop)).toEqual([...ids, ...odd]);
    // With a good one those that aren't go after a week, and of the good ones the oldest.
    world.setNow(new Date(after(76).getTime() + 7200_000));
    const good = await world.add(shop, after(76));
    await world.turn();
    const [list] = await waitingOf(shop);
    expect(list!.copies.map(({ copyId }) => copyId)).toEqual([ids[0], ...odd.slice(0, 10)].slice(0, list!.count));
    expect(list!.copies.map(({ copyId }) => copyId)).not.toContain(good);
    expect(list!.copies.map(({ copyId }) => copyId)).not.toContain(ids[1]);
  });

  it('F32 leaves what somebody reads, and what somebody locked', async () => {
    const shop = await world.shop({ daily: 3 });
    const ids = await nights(shop, 0, 3);
    const until = new Date(after(3).getTime() + 2 * 3600_000);
    const lease = { id: randomUUID(), copyId: ids[0]!, purpose: 'download', until };
    await world.database.write((manager) => manager.insert(CopyLease, lease));
    ids.push(...(await nights(shop, 3, 1)));
    expect(await world.ids(shop)).toEqual(ids);
    ids.push(...(await nights(shop, 4, 1)));
    expect(await world.ids(shop)).toEqual(ids.slice(2));
    const kept = await world.add(shop, after(5), { locked: true });
    ids.push(kept, ...(await nights(shop, 6, 5)));
    expect((await world.ids(shop))[0]).toBe(kept);
  });

  it('F32 looks at leases and locks again in the statement that lets copies go', async () => {
    const shop = await world.shop({ daily: 3 });
    const now = after(0);
    const [leased, locked, free] = [
      await world.add(shop, now),
      await world.add(shop, now, { locked: true }),
      await world.add(shop, now),
    ];
    const lease = { id: randomUUID(), copyId: leased, purpose: 'restore', until: after(1) };
    await world.database.write((manager) => manager.insert(CopyLease, lease));
    const marked = await world.database.write((manager) => markForDeletion(manager, [leased, locked, free], now));
    expect(marked).toEqual([free]);
    expect((await world.ids(shop)).sort()).toEqual([leased, locked].sort());
  });

  it('P-RET-6 tells once when what may not be deleted takes more than the rule allows', async () => {
    const shop = await world.shop({ keepDays: 30, maxBytes: 250 });
    const ids = await nights(shop, 0, 5);
    // Three good ones are never given up: 300 bytes.
    expect(await world.ids(shop)).toEqual(ids.slice(2));
    const told = await world.told('retention.over_budget');
    expect(told.filter(({ scheduleId }) => scheduleId === shop.schedule.id)).toMatchObject([
      { facts: { bytes: 300, maxBytes: 250 } },
    ]);
  });

  it('P-RET-7 of two places that look at the same moment one keeps the last copy of the newest good backup', async () => {
    for (let round = 0; round < 5; round += 1) {
      const shop = await world.shop({ keepLast: 1, minKeep: 1 });
      const elsewhere = { ...shop, destination: await world.addDestination() };
      world.setNow(new Date(after(0).getTime() + 3600_000));
      const backupId = await world.add(shop, after(0));
      const place = { destinationId: elsewhere.destination.id, destinationName: elsewhere.destination.name };
      await world.database.write(async (manager) => {
        const row = await manager.findOneByOrFail(BackupCopy, { id: backupId });
        await manager.insert(BackupCopy, { ...row, ...place, id: randomUUID() });
      });
      await world.turn();
      // Now there are newer ones in the same sets, of which none holds everything.
      await toManual(shop, elsewhere, backupId);
      world.setNow(new Date(after(1).getTime() + 3600_000));
      for (const one of [shop, elsewhere])
        await world.add(one, after(1), { type: 'schema', trigger: 'manual', scheduleId: null });
      const places = [shop, elsewhere].map(({ destination }) => ({
        destinationId: destination.id,
        projectId: shop.project.id,
      }));
      await Promise.all(places.map((place) => world.anotherPrune().pruneAt(place)));
      const left = [...(await world.ids(shop)), ...(await world.ids(elsewhere))];
      const copies = await world.database.read.findBy(BackupCopy, { backupId, status: 'stored' });
      expect(copies).toHaveLength(1);
      expect(left).toHaveLength(3);
    }
  });

  /** Both sets are those of backups that are asked for, with a rule that keeps one, and know it. */
  async function toManual(shop: Shop, elsewhere: Shop, backupId: string): Promise<void> {
    const { ManualRule } = await import('../manual-rule.entity');
    const { RetentionSetState } = await import('../set-state.entity');
    const { Backup } = await import('../../backups/backup.entity');
    const { ruleSha256 } = await import('../sets/rules-of-sets');
    const rule = shop.schedule.retention;
    const now = new Date();
    await world.database.write(async (manager) => {
      await manager.update(Backup, { id: backupId }, { retentionSet: 'manual' });
      const row = { projectId: shop.project.id, scope: 'all', rule, timeZone: 'UTC', version: 1 };
      await manager.insert(ManualRule, { id: randomUUID(), createdAt: now, updatedAt: now, ...row });
      for (const { destination } of [shop, elsewhere]) {
        const setKey = `manual:${shop.project.id}:${destination.id}`;
        const state = { setKey, ruleSha256: ruleSha256(rule, 'UTC'), overBudgetSince: null, updatedAt: now };
        await manager.insert(RetentionSetState, state);
      }
    });
  }

  it('P-RET-7 several processes that look at once delete each copy once', async () => {
    const shop = await world.shop({ daily: 3 });
    const ids = await nights(shop, 0, 3);
    ids.push(await world.add(shop, after(3)));
    world.setNow(new Date(after(3).getTime() + 3600_000));
    const processes = [world.prune, world.anotherPrune(), world.anotherPrune()];
    await Promise.all(processes.map((each) => each.turn(new AbortController().signal)));
    expect(await world.ids(shop)).toEqual(ids.slice(1));
    const told = (await world.audited('retention.delete')).filter(({ objectId }) => objectId === shop.project.id);
    expect(told).toHaveLength(1);
  });

  it('P-DEST-3 deletes nothing where Stowbase deletes nothing', async () => {
    const shop = await world.shop({ daily: 3 });
    const { Destination } = await import('../../storage/destination.entity');
    await world.database.write((manager) =>
      manager.update(Destination, { id: shop.destination.id }, { keepsEverything: true }),
    );
    const ids = await nights(shop, 0, 6);
    expect(await world.ids(shop)).toEqual(ids);
    expect(await waitingOf(shop)).toEqual([]);
  });

  it('P-RET-12 an encrypted import protects nothing and never goes by a rule, also when it is the newest of an assigned set', async () => {
    const shop = await world.shop({ daily: 2, minKeep: 1 });
    const ids = await nights(shop, 0, 3);
    const retentionSet = assignedTo(shop.schedule.id);
    const gaps: Backup['gaps'] = [{ component: unreadContents, status: 'failed', reason: 'encrypted' }];
    const found: Partial<Backup> = { trigger: 'import', scheduleId: null, retentionSet, gaps };
    const unread: string[] = [];
    for (const n of [0.2, 2.2, 2.4]) unread.push(await world.add(shop, after(n), found));
    ids.push(...(await nights(shop, 3, 1)));
    expect(await world.ids(shop)).toEqual([unread[0], ids[2], unread[1], unread[2], ids[3]]);
    // Whoever deletes by hand what may be the last good one is asked; an unread one beside it is no comfort.
    const lastGood = async (id: string): Promise<boolean> =>
      isLastGood(world.database.read, await world.database.read.findOneByOrFail(Backup, { id }), after(100));
    await world.database.write((manager) =>
      manager.update(BackupCopy, { id: In([ids[2]!, ids[3]!]) }, { status: 'deleted' }),
    );
    expect(await lastGood(unread[2]!)).toBe(true);
  });

  it('P-RET-14 a backup that is dated in the future is no comfort to whoever deletes the last good one', async () => {
    const shop = await world.shop({ daily: 2, minKeep: 1 });
    const [id] = (await nights(shop, 0, 1)) as [string];
    await world.add(shop, after(400), {});
    await world.add(shop, after(0.5), { snapshotTime: after(400) });
    const { read } = world.database;
    const lastGood = async (now: Date): Promise<boolean> =>
      isLastGood(read, await read.findOneByOrFail(Backup, { id }), now);
    expect([await lastGood(after(2)), await lastGood(after(401))]).toEqual([true, false]);
  });
}
