import fc from 'fast-check';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Check } from '../check.entity';
import { openCatalogueWorld, type CatalogueWorld } from '../testing/catalogue-world';
import { CheckRound, shareOf } from './check-round';

const dayMs = 24 * 3600_000;
const at = (day: number): Date => new Date(day * dayMs + 3_600_000);

describe("a day's share of the copies that are read again", () => {
  it('P-CATALOGUE-8 is all of them, each once, in so many days, however few they are', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 365 }), fc.nat(30_000), (copies, everyDays, first) => {
        let sum = 0;
        for (let day = 0; day < everyDays; day += 1) sum += shareOf(copies, 0, everyDays, at(first + day));
        expect(sum).toBe(copies);
      }),
    );
  });

  it('is more when some are late, but never a whole bucket', () => {
    expect(shareOf(3_000, 200, 30, at(1))).toBe(200);
    expect(shareOf(3_000, 2_000, 30, at(1))).toBe(300);
    expect(shareOf(4, 4, 30, at(1))).toBe(4);
  });
});

describe('the round', () => {
  let world: CatalogueWorld;
  let now: Date;
  beforeEach(async () => {
    world = await openCatalogueWorld();
    now = await world.api.database.now();
  });
  afterEach(() => world.close());

  const choose = (later = 0): Promise<number> =>
    world.api.app.get(CheckRound).choose(new Date(now.getTime() + later * dayMs));
  const chosen = async (): Promise<string[]> =>
    (await world.api.database.read.find(Check, { order: { createdAt: 'ASC' } })).map(({ backupId }) => backupId);
  async function age(backupId: string, days: number): Promise<void> {
    const createdAt = new Date(now.getTime() - days * dayMs);
    await world.api.database.write((manager) => manager.update(BackupCopy, { backupId }, { createdAt }));
  }

  it('P-CATALOGUE-8 takes those that were not read for the longest time, and none twice in a day', async () => {
    const [young, old] = [await world.store(), await world.store()];
    await age(young.backupId, 29.5);
    await age(old.backupId, 40);
    await world.owner.patch('/system/checks', { everyDays: 30 });
    expect([await choose(), await choose()]).toEqual([2, 0]);
    expect(await chosen()).toEqual(expect.arrayContaining([young.backupId, old.backupId]));
  });

  it('P-CATALOGUE-7 reads no more than the limit of a day, and one that is larger alone', async () => {
    const [large, small] = [await world.store(50_000), await world.store()];
    await age(large.backupId, 50);
    await age(small.backupId, 40);
    await world.owner.patch('/system/checks', { mostBytesPerDay: 10_000 });
    expect(await choose()).toBe(1);
    expect(await chosen()).toEqual([large.backupId]);
    const ended = { status: 'passed' } as const;
    await world.api.database.write((manager) => manager.update(Check, { backupId: large.backupId }, ended));
    await world.api.database.write((manager) =>
      manager.update(BackupCopy, { backupId: large.backupId }, { checkedAt: now }),
    );
    expect(await choose(1)).toBe(1);
    expect((await chosen())[1]).toBe(small.backupId);
  });

  it('takes none when it is switched off', async () => {
    await age((await world.store()).backupId, 400);
    await world.owner.patch('/system/checks', { enabled: false });
    expect(await choose()).toBe(0);
  });
});
