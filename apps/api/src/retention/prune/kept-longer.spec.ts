import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Check } from '../../catalogue/check.entity';
import { newCheck } from '../../catalogue/checks/new-check';
import { BackupCopy } from '../../backups/backup-copy.entity';
import type { Backup } from '../../backups/backup.entity';
import { RetentionApproval } from '../approval.entity';
import { ruleSha256 } from '../sets/rules-of-sets';
import { day, openRetentionWorld, type RetentionWorld, type Shop } from '../testing/retention-world';

const begin = Date.parse('2026-11-01T02:30:00Z');
const after = (days: number): Date => new Date(begin + days * day);

describe('what retention keeps', () => {
  let world: RetentionWorld;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    world = await openRetentionWorld();
  });
  afterAll(() => world.close());

  /** A backup of that day, and the look behind it. */
  async function night(shop: Shop, n: number, change: Partial<Backup> = {}, copy: Partial<BackupCopy> = {}) {
    world.setNow(new Date(after(n).getTime() + 3600_000));
    const id = await world.add(shop, after(n), change, copy);
    await world.turn();
    return id;
  }

  async function foundDamaged(id: string, at: Date): Promise<void> {
    await world.database.write(async (manager) => {
      await manager.update(BackupCopy, { id }, { status: 'damaged', checkedAt: null });
      const copy = await manager.findOneByOrFail(BackupCopy, { id });
      const check = newCheck(copy, { level: 1, requestedBy: null, now: at });
      await manager.insert(Check, { ...check, status: 'damaged', finishedAt: at });
    });
  }

  it('P-RET-3 a copy that turns out to be damaged, however old, for seven days after that is known', async () => {
    const shop = await world.shop({ daily: 1, minKeep: 1 });
    const bad = await night(shop, 40);
    await foundDamaged(bad, after(50.5));
    await night(shop, 51);
    expect(await world.ids(shop, 'damaged')).toEqual([bad]);
    await night(shop, 57);
    expect(await world.ids(shop, 'damaged')).toEqual([bad]);
    await night(shop, 58);
    expect(await world.ids(shop, 'delete_pending')).toContain(bad);
  });

  it('P-RET-2 the newest one that was checked: a copy of the same backup that was checked elsewhere is none', async () => {
    const shop = await world.shop({ keepLast: 1, minKeep: 1 });
    const checked = { verifiedLevel: 1 };
    const read = await night(shop, 100, checked, { checkedAt: after(100) });
    const unread = await night(shop, 101, checked);
    expect(await world.ids(shop)).toEqual([read, unread]);
    const newest = await night(shop, 102, checked, { checkedAt: after(102) });
    expect(await world.ids(shop)).toEqual([newest]);
  });

  it('P-RET-4 what somebody refused to delete, however many lists were refused since', async () => {
    const shop = await world.shop({ keepLast: 1, minKeep: 1 });
    const first = await night(shop, 200);
    const at = after(200);
    const { id, projectId, retention, timeZone } = shop.schedule;
    const refusal = (n: number): RetentionApproval => ({
      ...{ id: randomUUID(), createdAt: new Date(at.getTime() + n), updatedAt: at, projectId, scheduleId: id },
      ...{ setKey: `schedule:${id}:${shop.destination.id}:full`, destinationId: shop.destination.id },
      ...{ ruleSha256: ruleSha256(retention, timeZone), listSha256: 'a'.repeat(64), state: 'refused', cause: 'many' },
      ...{ count: 1, bytes: 100, decidedBy: 'owner@example.com', decidedAt: at },
      copies: [{ copyId: n === 0 ? first : randomUUID(), backupId: first, at: at.toISOString(), size: 100 }],
    });
    await world.database.write((manager) =>
      manager.insert(
        RetentionApproval,
        Array.from({ length: 41 }, (_, n) => refusal(n)),
      ),
    );
    const second = await night(shop, 201);
    expect(await world.ids(shop)).toEqual([first, second]);
  });
});
