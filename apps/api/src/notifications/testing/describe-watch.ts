import { BackupList } from '../../backups/records/backup-list';
import { FactsOfProjects } from '../../dashboard/project-facts';
import { insertRun } from '../../dashboard/testing/insert-run';
import type { Place } from '../../database/place';
import { Schedule } from '../../scheduler/schedule.entity';
import { insertSchedule } from '../../scheduler/testing/insert-schedule';
import { Destination, type DestinationProblem } from '../../storage/destination.entity';
import { Digests } from '../digest/digests';
import type { Message } from '../message/message';
import { NotificationEvent } from '../notification-event.entity';
import type { Channel } from '../records/channel.entity';
import { Episodes } from '../watch/episodes';
import { Watchdog } from '../watch/watchdog';
import { openNotifyWorld, publicUrl, type NotifyWorld } from './notify-world';

const hour = 3_600_000;

/** What nobody tells of, and digests: the same on both engines. */
export function describeWatch(place: () => Place | undefined): void {
  let world: NotifyWorld;
  let watchdogs: Watchdog[];
  let digests: Digests[];
  beforeEach(async () => {
    world = await openNotifyWorld({}, place());
    const { database, clock } = world;
    const facts = (): FactsOfProjects => new FactsOfProjects(database, new BackupList(database));
    const two = [1, 2];
    watchdogs = two.map(() => new Watchdog(database, clock, facts(), new Episodes(database, clock)));
    digests = two.map(() => new Digests(database, clock, facts(), { publicUrl }));
  });
  afterEach(() => world.close());

  const look = async (): Promise<void> => {
    await Promise.all(watchdogs.map((watchdog) => watchdog.look()));
  };
  const channel = (change: Partial<Channel> = {}): Promise<Channel> =>
    world.addChannel('webhook', { url: 'http://127.0.0.1:9/' }, change);
  const told = async (): Promise<[string, unknown][]> =>
    (await world.database.read.find(NotificationEvent, { order: { createdAt: 'ASC' } })).map((event) => [
      event.kind,
      event.facts,
    ]);
  const kinds = async (): Promise<string[]> => (await told()).map(([kind]) => kind);

  describe('overdue', () => {
    let projectId: string;
    let disk: { id: string; name: string };
    beforeEach(async () => {
      ({ id: projectId } = await world.addProject('Shop'));
      disk = await world.addDestination('Disk');
    });
    const planned = (effectiveFrom: Date, change: Partial<Schedule> = {}): Promise<unknown> =>
      insertSchedule(world.database, { projectId, cron: '30 2 * * *', effectiveFrom, ...change });
    const good = (at: Date): Promise<string> =>
      insertRun(world.database, { projectId, at, copies: [{ ...disk, status: 'stored' }] });
    const ago = (hours: number): Date => new Date(Date.now() - hours * hour);

    it('P-NOTIFY-14 no good backup within the interval and the grace is told once, and the recovery once', async () => {
      await channel();
      await planned(ago(1_000));
      await good(ago(25));
      await look();
      expect(await kinds()).toEqual([]);
      world.clock.aheadMs = 2 * hour;
      for (let times = 0; times < 3; times += 1) await look();
      expect(await told()).toEqual([
        ['backup.overdue', { lastGoodAt: expect.any(String) as string, promisedHours: 24 }],
      ]);
      await good(new Date(Date.now() + 2 * hour));
      for (let times = 0; times < 3; times += 1) await look();
      expect((await kinds()).sort()).toEqual(['backup.overdue', 'backup.recovered']);
      world.clock.aheadMs = 40 * hour;
      await look();
      expect((await kinds()).sort()).toEqual(['backup.overdue', 'backup.overdue', 'backup.recovered']);
    });

    it('F33 P-NOTIFY-14 a backup that is dated in the future is no good one: neither alone nor over those that came since', async () => {
      await channel();
      await planned(ago(1_000));
      await good(ago(50));
      await good(ago(-400 * 24));
      await look();
      expect(await kinds()).toEqual(['backup.overdue']);
      await good(ago(-0.1));
      await look();
      expect((await kinds()).sort()).toEqual(['backup.overdue', 'backup.recovered']);
    });

    it('P-NOTIFY-14 a schedule promises nothing before it was made, and none that is off or saves a part only', async () => {
      await channel();
      await planned(ago(25));
      await planned(ago(1_000), { enabled: false });
      await planned(ago(1_000), { type: 'schema' });
      await look();
      expect(await kinds()).toEqual([]);
      world.clock.aheadMs = 2 * hour;
      await look();
      expect(await told()).toEqual([['backup.overdue', { lastGoodAt: null, promisedHours: 24 }]]);
    });

    it('what is over because nobody wants it any more has not recovered', async () => {
      await channel();
      await planned(ago(1_000));
      await look();
      await world.database.write((manager) => manager.update(Schedule, { projectId }, { enabled: false }));
      await look();
      expect(await kinds()).toEqual(['backup.overdue']);
    });

    it('whoever comes later is told of what goes on', async () => {
      await planned(ago(1_000));
      await look();
      expect(await kinds()).toEqual([]);
      await channel();
      await look();
      expect(await kinds()).toEqual(['backup.overdue']);
    });
  });

  describe('destinations', () => {
    const problem: DestinationProblem = { code: 'STORAGE_AUTH_FAILED', text: 'Denied.', nextStep: 'Sign in.', at: '' };
    const change = (id: string, values: Partial<Destination>): Promise<unknown> =>
      world.database.write((manager) => manager.update(Destination, { id }, values));

    it('P-NOTIFY-15 one that needs somebody is told when that begins and when it is over', async () => {
      await channel();
      const { id } = await world.addDestination('Cloud');
      await change(id, { problem });
      for (let times = 0; times < 3; times += 1) await look();
      expect(await told()).toEqual([['destination.failing', { error: 'Denied.', nextStep: 'Sign in.' }]]);
      await change(id, { problem: null });
      for (let times = 0; times < 3; times += 1) await look();
      expect(await kinds()).toEqual(['destination.failing', 'destination.recovered']);
    });

    it.each([
      ['plenty of room', 500, 500, 100, false],
      ['less than ten percent free', 99, 901, 10, true],
      ['just ten percent free', 100, 900, 10, false],
      ['no room for two more backups', 199, 500, 100, true],
      ['room that nobody knows', null, 900, 500, false],
    ])('P-NOTIFY-15 with %s', async (_, freeBytes, totalSize, lastBackup, expected) => {
      await channel();
      const { id, name } = await world.addDestination('Disk');
      await change(id, { freeBytes, totalSize });
      const { id: projectId } = await world.addProject();
      const copies = [{ id, name, status: 'stored' as const }];
      const run = await insertRun(world.database, { projectId, at: new Date(), copies });
      await world.database.write((manager) =>
        manager.query(`UPDATE backup_copies SET size = ${lastBackup} WHERE backup_id = '${run}'`),
      );
      await look();
      expect(await kinds()).toEqual(expected ? ['destination.nearly_full'] : []);
    });
  });

  describe('digests', () => {
    const at = (iso: string): void => {
      world.clock.aheadMs = Date.parse(iso) - Date.now();
    };
    const send = async (): Promise<void> => {
      await Promise.all(digests.map((each) => each.send()));
    };
    const sent = async (lane: string): Promise<string[]> =>
      (await world.deliveries(lane)).map(({ message }) => (message as Message).at);
    const since = { digestSince: new Date('2027-03-01T00:00:00Z'), digestHour: 8 };

    it('P-NOTIFY-16 a daily one is sent once a day at its hour in its zone, also where the clocks change', async () => {
      const { id } = await channel({ digest: 'daily', ...since, timeZone: 'Europe/Berlin' });
      for (const day of [27, 28, 29])
        for (const time of ['05:59', '06:00', '06:59', '07:01', '12:00']) {
          at(`2027-03-${day}T${time}:00Z`);
          await send();
        }
      // Summer time begins on the 28th.
      expect(await sent(id)).toEqual([
        '2027-03-26T07:00:00.000Z',
        '2027-03-27T07:00:00.000Z',
        '2027-03-28T06:00:00.000Z',
        '2027-03-29T06:00:00.000Z',
      ]);
    });

    it('P-NOTIFY-16 a weekly one on its day; after a pause of days only what is not old', async () => {
      const sunday = await channel({ digest: 'weekly', digestWeekday: 7, ...since, timeZone: 'UTC' });
      const daily = await channel({ digest: 'daily', ...since, timeZone: 'UTC' });
      at('2027-03-14T09:00:00Z');
      await send();
      at('2027-03-20T07:30:00Z');
      await send();
      expect(await sent(sunday.id)).toEqual(['2027-03-14T08:00:00.000Z']);
      expect(await sent(daily.id)).toEqual(['2027-03-14T08:00:00.000Z', '2027-03-19T08:00:00.000Z']);
    });

    it('nothing that was due before somebody asked for it', async () => {
      const { id } = await channel({
        digest: 'daily',
        digestHour: 8,
        timeZone: 'UTC',
        digestSince: new Date('2027-03-14T08:30:00Z'),
      });
      at('2027-03-14T09:00:00Z');
      await send();
      expect(await sent(id)).toEqual([]);
    });

    it('P-NOTIFY-16 says how each project is, what was done since the last one, and never more than is so', async () => {
      const disk = await world.addDestination('Disk');
      const shop = await world.addProject('Shop <b>');
      const blog = await world.addProject('Blog');
      const copies = [{ ...disk, status: 'stored' as const }];
      const ran = (projectId: string, iso: string, more: object = {}): Promise<string> =>
        insertRun(world.database, { projectId, at: new Date(iso), copies, ...more });
      await ran(blog.id, '2027-03-14T02:00:00Z');
      await ran(blog.id, '2027-03-13T02:00:00Z');
      await ran(shop.id, '2027-03-13T20:00:00Z', { status: 'failed', errorText: 'No route.', copies: [] });
      const { id } = await channel({ digest: 'daily', ...since, timeZone: 'UTC' });
      const only = await channel({ digest: 'daily', ...since, timeZone: 'UTC', projectIds: [blog.id] });
      at('2027-03-14T09:00:00Z');
      await send();
      const message = (await world.deliveries(id))[0]!.message as Message;
      expect(message).toMatchObject({
        subject: '1 of 2 projects is not protected',
        tone: 'bad',
        text: 'Since 13 Mar 2027, 08:00 (UTC): 1 backup stored (1.0 KiB), 1 failed, 0 missed.',
        nextStep: 'Look at Shop <b> first.',
      });
      expect(message.fields[0]).toEqual({ label: 'Shop <b>', value: 'Not protected: It has no good backup.' });
      const filtered = (await world.deliveries(only.id))[0]!.message as Message;
      expect(filtered.subject).toBe('The project is protected');
      const preview = await digests[0]!.preview(await world.channel(id));
      expect(preview).toMatchObject({ subject: message.subject, nextAt: new Date('2027-03-15T08:00:00Z') });
    });
  });
}
