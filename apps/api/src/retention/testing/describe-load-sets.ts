import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { BackupCopy } from '../../backups/backup-copy.entity';
import type { Backup } from '../../backups/backup.entity';
import type { Place } from '../../database/place';
import { insertSchedule } from '../../scheduler/testing/insert-schedule';
import { duePlaces } from '../prune/due-places';
import { loadSets } from '../sets/load-sets';
import { assignedTo, type RetentionSet } from '../sets/retention-set';
import { insertStored } from './insert-stored';
import { day, openRetentionWorld, type RetentionWorld } from './retention-world';

const begin = Date.parse('2026-11-01T02:30:00Z');
const now = new Date(begin + 1_000 * day);

/** One set by itself is what it is among all the others of its place, on either engine. */
export function describeLoadSets(place: () => Place | undefined): void {
  let world: RetentionWorld;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    world = await openRetentionWorld(place());
  });
  afterAll(() => world.close());

  const sorted = ({ id, copies }: RetentionSet): unknown => ({
    id,
    copies: [...copies].sort((a, b) => (a.id < b.id ? -1 : 1)),
  });

  it('P-RET-11 loads one set as it is among all of its place, whoever asked for its backups or assigned them, page after page', async () => {
    const shop = await world.shop({ daily: 7 });
    const { project, destination, schedule } = shop;
    const second = await insertSchedule(world.database, {
      ...{ projectId: project.id, destinationIds: [destination.id], effectiveFrom: new Date(begin) },
    });
    const elsewhere = await world.addDestination();
    const asked: (string | null)[] = [null, schedule.id, second.id];
    const sets: (string | null)[] = [null, 'manual', assignedTo(schedule.id), assignedTo(second.id)];
    let n = 0;
    for (const trigger of ['schedule', 'manual', 'api', 'safety', 'import'] as const)
      for (const scheduleId of asked)
        for (const retentionSet of sets)
          for (const type of ['full', 'data'] as const) {
            const change: Partial<Backup> = { trigger, scheduleId, retentionSet, type };
            const there = n % 5 === 0 ? elsewhere : destination;
            await insertStored(
              world.database,
              { project, destination: there },
              new Date(begin + (n += 1) * day),
              change,
            );
          }
    // More than a page, and two of the same instant on its edge.
    for (let more = 0; more < 230; more += 1)
      await world.add(shop, new Date(begin + Math.floor(more / 2) * day), { locked: more % 7 === 0 });
    const read = world.database.read;
    const all = await loadSets(read, { projectId: project.id, destinationId: destination.id }, now);
    expect(all.map(({ id }) => id.kind).sort()).toEqual(
      [...['imported', 'manual', 'safety'], ...['schedule', 'schedule', 'schedule', 'schedule']].sort(),
    );
    expect(all.flatMap(({ copies }) => copies)).toHaveLength(230 + (n * 4) / 5);
    for (const set of all) {
      const alone = await loadSets(read, { projectId: project.id, destinationId: destination.id, only: set.id }, now);
      expect(alone.map(sorted)).toEqual([sorted(set)]);
    }
  });

  it('P-RET-11 writes nothing of sets that are as their rules say, when a place is looked at', async () => {
    const shop = await world.shop({ keepDays: 10_000 });
    const place = { projectId: shop.project.id, destinationId: shop.destination.id };
    world.setNow(now);
    await world.add(shop, new Date(begin));
    const writesOf = async (work: () => Promise<void>): Promise<number> => {
      const { database } = world;
      const write = database.write.bind(database);
      let count = 0;
      database.write = (each) => ((count += 1), write(each));
      await work();
      database.write = write;
      return count;
    };
    // The rule becomes active, and the copy is noted as looked at.
    expect(await writesOf(() => world.prune.pruneAt(place))).toBe(2);
    await world.add(shop, new Date(begin + day));
    expect(await writesOf(() => world.prune.pruneAt(place))).toBe(1);
  });

  it('P-RET-13 finds what is due at every place, also where one has thousands that nobody could look at', async () => {
    const places = [await world.addDestination(), await world.addDestination()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const [full, other] = [places[0]!, places[1]!];
    const project = await world.addProject();
    const at = new Date(begin);
    const backupId = await insertStored(world.database, { project, destination: full }, at);
    const first = await world.database.read.findOneByOrFail(BackupCopy, { id: backupId });
    for (let n = 0; n < 5_200; n += 200) {
      const more = Array.from({ length: 200 }, (_, i) => ({ ...first, id: randomUUID(), attempt: 2 + n + i }));
      await world.database.write((manager) => manager.insert(BackupCopy, more));
    }
    await insertStored(world.database, { project, destination: other }, at);
    const due = (await duePlaces(world.database.read)).filter(({ projectId }) => projectId === project.id);
    expect(due.map(({ destinationId }) => destinationId)).toEqual([full.id, other.id]);
  });
}
