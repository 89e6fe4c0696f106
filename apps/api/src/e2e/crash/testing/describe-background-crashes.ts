import { scriptedHttp, type ScriptedHttp } from '@stowbase/storage/testing';
import { until } from '../../../backups/testing/until';
import type { BackupDto, BackupSummaryDto } from '../../../backups/records/backup.dto';
import type { CheckListDto } from '../../../catalogue/checks/check.dto';
import type { ImportJobListDto } from '../../../catalogue/imports/import.dto';
import type { SelfBackupStateDto } from '../../../self-backup/self-backup.dto';
import { CrashWorld, type FaultPoint } from './crash-world';
import { done } from './first-owner';
import type { RecordsEngine } from './crash-records';
import { everyFifth } from './every-fifth';

export const tickPoints: readonly FaultPoint[] = ['tick/run-inserted', 'tick/missed', 'tick/moved-on'];
export const prunePoints: readonly FaultPoint[] = ['prune/marked', 'prune/written'];
export const tellPoints: readonly FaultPoint[] = [
  'tell/noted',
  'tell/dispatched',
  'tell/claimed',
  'tell/sent',
  'tell/settled',
];
export const checkPoints: readonly FaultPoint[] = ['check/judged', 'check/ended'];
export const selfPoints: readonly FaultPoint[] = ['self/begun', 'self/written', 'self/stored'];
export const importPoints: readonly FaultPoint[] = ['import/added', 'import/looked'];

const hourMs = 3600_000;

/** What the service does by itself: schedules, retention, messages, checks, the backup of its records; and imports. */
export function describeBackgroundCrashes(engine: RecordsEngine): void {
  describe(`a service that dies while it works by itself (${engine})`, () => {
    let world: CrashWorld;
    beforeAll(async () => {
      world = await CrashWorld.make(engine);
    }, 600_000);
    afterAll(() => world.stop());

    const schedule = async (change: object): Promise<string> => {
      const { projectId } = world.wanted() as { projectId: string };
      const wanted = { projectId, destinationIds: [world.destinationId('disk')], timeZone: 'UTC', ...change };
      return done(await world.client.post<{ id: string }>('/schedules', wanted), 201).id;
    };
    const ofSchedule = async (id: string): Promise<BackupSummaryDto[]> =>
      (await world.all()).filter(({ scheduleId }) => scheduleId === id);

    it.each(everyFifth(tickPoints))(
      'P-CRASH-7 F06 at %s: each slot has one row after the restart, and the newest is run',
      async (point) => {
        await world.start();
        const id = await schedule({ name: point, cron: '0 * * * *', jitterSeconds: 0 });
        await world.end();
        const from = new Date(Date.now() - 2.5 * hourMs);
        const text = from.toISOString().replace('T', ' ').replace('Z', '');
        await world.records.run(
          `UPDATE schedules SET effective_from = '${text}', next_slot = '${text}', due_at = '${text}' WHERE id = '${id}'`,
        );
        await world.dieAt(point);
        await world.start();
        const slots = Math.floor(Date.now() / hourMs) - Math.floor(from.getTime() / hourMs);
        await until(async () => (await ofSchedule(id)).some(({ status }) => status === 'succeeded'));
        const statuses = (await ofSchedule(id)).map(({ status }) => status).sort();
        expect(statuses).toEqual([...Array.from({ length: slots - 1 }, () => 'missed'), 'succeeded']);
        await world.client.delete(`/schedules/${id}`);
        await world.expectClean();
      },
      120_000,
    );

    it.each(everyFifth(prunePoints))(
      'P-CRASH-7 F06 at %s, while it deletes what a rule lets go: that goes, once, and nothing else',
      async (point) => {
        await world.start();
        const none = { keepDays: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0, maxBytes: null };
        const id = await schedule({ name: point, cron: '0 0 1 1 *', retention: { ...none, keepLast: 3, minKeep: 3 } });
        const run = (): Promise<{ status: number; body: BackupDto }> => world.client.post(`/schedules/${id}/run`);
        for (let count = 0; count < 3; count += 1) await world.ended(done(await run(), 202).id);
        const [, newer, newest] = (await ofSchedule(id)).map((one) => one.id).reverse();
        await world.start(point);
        const [{ body: last }] = await Promise.all([run(), world.died()]);
        await world.start();
        const kept = await until(async () => {
          const left = await ofSchedule(id);
          return left.length === 3 ? left : null;
        });
        expect(kept.map((one) => one.id)).toEqual([last.id, newest, newer]);
        await world.expectClean();
        await world.client.delete(`/schedules/${id}`);
      },
      120_000,
    );

    describe('messages', () => {
      let receiver: ScriptedHttp;
      let channelId: string;
      beforeAll(async () => {
        receiver = await scriptedHttp({ status: 204 });
        await world.start();
        const config = { url: `http://127.0.0.1:${receiver.port}/hook` };
        const wanted = { name: 'Hook', type: 'webhook', config, kinds: ['backup.succeeded'] };
        channelId = done(await world.client.post<{ id: string }>('/notifications/channels', wanted), 201).id;
      }, 60_000);
      afterAll(async () => {
        await world.start();
        await world.client.delete(`/notifications/channels/${channelId}`);
        await receiver.stop();
      });

      it.each(everyFifth(tellPoints))(
        'P-CRASH-7 F06 at %s: the backup is complete, and told of with one id',
        async (point) => {
          const before = receiver.requests.length;
          await world.start(point);
          const [{ id }] = await Promise.all([world.ask(), world.died()]);
          // As time would: whoever had claimed a message is given a while.
          await world.records.run(
            `UPDATE notification_outbox SET claimed_until = '2020-01-01' WHERE claim IS NOT NULL`,
          );
          await world.start();
          expect(await world.ended(id)).toMatchObject({ status: 'succeeded', attempt: 1 });
          await until(() => receiver.requests.length > before);
          const told = receiver.requests.slice(before).map(({ headers }) => headers['webhook-id']);
          expect(new Set(told).size).toBe(1);
          expect(told.length).toBeLessThanOrEqual(point === 'tell/sent' ? 2 : 1);
          await world.expectClean();
        },
        120_000,
      );
    });

    it.each(everyFifth(checkPoints))(
      'P-CRASH-7 F06 at %s, while it reads a backup again: what was found is told once, or it is read again',
      async (point) => {
        await world.start();
        const { id } = await world.ask();
        await world.ended(id);
        const checks = async (): Promise<CheckListDto['items']> =>
          done(await world.client.get<CheckListDto>(`/backups/${id}/checks`), 200).items;
        await world.start(point);
        await Promise.all([world.client.post(`/backups/${id}/check`, {}), world.died()]);
        await world.start();
        await until(async () => (await checks()).every(({ status }) => status !== 'queued' && status !== 'running'));
        if (!(await checks()).some(({ status }) => status === 'passed')) {
          done(await world.client.post(`/backups/${id}/check`, {}), 202);
          await until(async () => (await checks()).some(({ status }) => status === 'passed'));
        }
        expect((await checks()).filter(({ status }) => status === 'passed')).toHaveLength(1);
        await world.expectClean();
      },
      120_000,
    );

    it.each(everyFifth(selfPoints))(
      'P-CRASH-7 F06 at %s, while it backs up its own records: that is done again, and no file of it is left',
      async (point) => {
        await world.start(point);
        const destinationIds = [world.destinationId('disk')];
        const change = { enabled: true, allowUnencrypted: true, destinationIds };
        await world.client.patch('/system/self-backup', change).catch(() => null);
        await Promise.all([world.client.post('/system/self-backup').catch(() => null), world.died()]);
        await world.start();
        await world.client.post('/system/self-backup').catch(() => null);
        const state = async (): Promise<SelfBackupStateDto> =>
          done(await world.client.get<SelfBackupStateDto>('/system/self-backup'), 200);
        const backups = new Set(await world.storedKeys('disk'));
        await until(async () => {
          const { items } = await state();
          if (items.some(({ status }) => status === 'queued' || status === 'running')) return false;
          const stored = items
            .flatMap(({ copies }) => copies.filter(({ status }) => status === 'stored'))
            .map(({ key }) => key);
          const there = (await world.places.disk.list()).filter((key) => !backups.has(key));
          return stored.length > 0 && there.sort().join() === stored.sort().join();
        });
        expect((await state()).lastSuccess).not.toBeNull();
        await world.client.patch('/system/self-backup', { enabled: false });
      },
      120_000,
    );

    it.each(everyFifth(importPoints))(
      'P-CRASH-7 F06 at %s, while it adds what lies at a destination: the next import adds the rest, each once',
      async (point) => {
        await world.end();
        await world.records.run('DELETE FROM backup_copies');
        await world.records.run('DELETE FROM backups');
        await world.start(point);
        const path = `/storage/destinations/${world.destinationId('disk')}/imports`;
        await Promise.all([world.client.post(path, { mode: 'add' }), world.died()]);
        await world.start();
        const latest = async (): Promise<string | undefined> =>
          done(await world.client.get<ImportJobListDto>(path), 200).items[0]?.status;
        await until(async () => !['queued', 'running'].includes((await latest()) ?? ''));
        if ((await latest()) !== 'succeeded') {
          done(await world.client.post(path, { mode: 'add' }), 202);
          await until(async () => (await latest()) === 'succeeded');
        }
        const archives = (await world.places.disk.list()).filter((key) => /_[0-9a-f]{16}-\d+\.tar$/.test(key));
        expect((await world.storedKeys('disk')).sort()).toEqual(archives);
      },
      120_000,
    );
  });
}
