import { utimesSync, writeFileSync } from 'node:fs';
import { until } from '../../../backups/testing/until';
import type { CopyJobDto, CopyJobListDto } from '../../../backups/copies/copy-job.dto';
import { CrashWorld, type FaultPoint } from './crash-world';
import { done } from './first-owner';
import type { RecordsEngine } from './crash-records';
import { everyFifth } from './every-fifth';

/** A service that dies while a backup goes from the folder to the bucket. */
export const copyPoints: readonly FaultPoint[] = [
  'copy/queued',
  'copy/claimed',
  'copy/leased',
  'upload/recorded',
  'upload/begun',
  'copy/committing',
  'upload/before-publish',
  'upload/published',
  'copy/checked',
  'copy/stored',
];

export const deletePoints: readonly FaultPoint[] = [
  'delete/marked',
  'delete/before-object',
  'delete/object-gone',
  'delete/row-gone',
];

export const otherSweepPoints = [
  'copy/taken-over',
  'sweep/unfinished-removed',
  'sweep/before-leftover',
  'sweep/leftover-gone',
  'probe/sent',
] as const;

/** Copies from one destination to another, deletions, and what the sweep removes. */
export function describeSweepCrashes(engine: RecordsEngine): void {
  describe(`a service that dies while it copies, deletes or tidies up (${engine})`, () => {
    let world: CrashWorld;
    beforeAll(async () => {
      world = await CrashWorld.make(engine);
    }, 600_000);
    afterAll(() => world.stop());

    async function backedUp(): Promise<string> {
      await world.start();
      const { id } = await world.ask();
      expect(await world.ended(id)).toMatchObject({ status: 'succeeded' });
      return id;
    }

    const copyTo = (id: string): Promise<unknown> =>
      world.client.post<CopyJobDto>(`/backups/${id}/copies`, { destinationId: world.destinationId('bucket') });

    /** Every job has ended well, and the copy is there. */
    async function copied(id: string): Promise<void> {
      const items = await until(async () => {
        const list = done(await world.client.get<CopyJobListDto>(`/backups/${id}/copies`), 200).items;
        return list.every(({ finishedAt }) => finishedAt !== null) ? list : null;
      });
      expect(items.map(({ status }) => status)).toEqual(['succeeded']);
      const { copies } = await world.backup(id);
      const there = copies.filter(({ status }) => status === 'stored').map(({ destinationName }) => destinationName);
      expect(there.sort()).toEqual(['Bucket', 'Disk']);
      await world.expectClean();
    }

    it.each(everyFifth(copyPoints))(
      'P-CRASH-4 F06 at %s, while a backup is copied elsewhere: after the restart the copy is there, once',
      async (point) => {
        const id = await backedUp();
        await world.start(point);
        await Promise.all([copyTo(id).catch(noReply), world.died()]);
        await world.start();
        await copied(id);
      },
      120_000,
    );

    it('P-CRASH-4 F06 at copy/taken-over, while it finds out what became of a copy: the next start does', async () => {
      const id = await backedUp();
      await world.start('upload/published');
      await Promise.all([copyTo(id).catch(noReply), world.died()]);
      await world.dieAt('copy/taken-over');
      await world.start();
      await copied(id);
    }, 120_000);

    it.each(everyFifth(deletePoints))(
      'P-CRASH-4 F06 F31 at %s, while a backup is deleted: it is gone after the restart, the others are not',
      async (point) => {
        const id = await backedUp();
        await world.start(point);
        await Promise.all([world.client.delete(`/backups/${id}`).catch(noReply), world.died()]);
        await world.start();
        await until(async () => (await world.backup(id)).copies.every(({ status }) => status === 'deleted'));
        await world.expectClean();
        await world.ask();
        await world.goesOn(1);
      },
      120_000,
    );

    it('P-CRASH-4 F06 at sweep/unfinished-removed, while it removes what an upload left: the next start does', async () => {
      await world.start('upload/mib-sent:7');
      await Promise.all([world.ask({ all: true, to: ['bucket'] }).catch(noReply), world.died()]);
      await world.dieAt('sweep/unfinished-removed');
      await world.start();
      // Its second attempt may have been under way by then.
      const { status } = await world.ended((await world.newest()).id);
      expect(['succeeded', 'interrupted']).toContain(status);
      await world.expectClean();
      await world.ask();
      await world.goesOn(1);
    }, 120_000);

    it('P-CRASH-4 F06 around sweep/leftover-gone, while it deletes what nobody wanted: the next start does', async () => {
      await world.start('upload/mib-sent:2');
      const [{ id }] = await Promise.all([world.ask({ all: true }), world.died()]);
      await world.start();
      const { attempt } = await world.ended(id);
      expect(attempt).toBe(2);
      const [stored] = (await world.backup(id)).copies.filter(({ status }) => status === 'stored');
      await world.end();
      // As if the worker of the first attempt had only been frozen, and had published it the day before yesterday.
      const late = world.onDisk((stored?.key ?? '').replace(/-2\.tar$/, '-1.tar'));
      const dayBefore = new Date(Date.now() - 2 * 24 * 3600_000);
      writeFileSync(late, 'nobody knows');
      utimesSync(late, dayBefore, dayBefore);
      await world.records.run(
        `UPDATE backup_copies SET created_at = '2020-01-01', upload_state = '{}', retry_at = '2020-01-01' WHERE backup_id = '${id}' AND attempt = 1`,
      );
      await world.dieAt('sweep/before-leftover');
      await world.dieAt('sweep/leftover-gone');
      await world.start();
      await world.goesOn(2);
    }, 120_000);

    it('P-CRASH-4 F06 at probe/sent, while a destination is tested: what the test wrote is found and can be removed', async () => {
      await world.start('probe/sent');
      const disk = `/storage/destinations/${world.destinationId('disk')}`;
      await Promise.all([world.client.post(`${disk}/test`).catch(noReply), world.died()]);
      await world.start();
      const left = (await world.places.disk.list()).filter((key) => key.includes('stowbase-probe-'));
      expect(left).toHaveLength(1);
      const longAgo = new Date(Date.now() - 30 * 24 * 3600_000);
      for (const key of left) utimesSync(world.onDisk(key), longAgo, longAgo);
      const found = done(await world.client.post<{ items: object[] }>(`${disk}/leftovers/search`), 200);
      expect(found.items).toMatchObject([{ kind: 'object', key: left[0] }]);
      done(await world.client.post(`${disk}/leftovers/remove`, { items: found.items }), 200);
      await world.ask();
      await world.goesOn(1);
    }, 120_000);
  });
}

/** The process died while it answered. */
const noReply = (): null => null;
