import { Logger } from '@nestjs/common';
import { In } from 'typeorm';
import type { RunPolicy } from '../../backups/transitions/run-policy';
import { Backup } from '../../backups/backup.entity';
import type { Place } from '../../database/place';
import { NotificationEvent } from '../notification-event.entity';
import type { OccurrenceFacts } from '../occurrence';
import { openNotifyWorld, type NotifyWorld } from './notify-world';

const error = { code: 'CONNECTION_LOST', text: 'The connection broke off.', next: 'Try again.' };
const failed = { status: 'failed', error, retriable: false } as const;
const shaky = { status: 'failed', error, retriable: true } as const;

/** What the end of a run has to tell, the same on both engines. */
export function describeEnds(place: () => Place | undefined): void {
  let world: NotifyWorld;
  const open = async (policy: Partial<RunPolicy> = {}): Promise<void> => {
    world = await openNotifyWorld(policy, place());
  };
  afterEach(() => world.close());

  const project = (): Promise<{ id: string; name: string }> => world.addProject('Shop');
  const facts = async (kind: string): Promise<OccurrenceFacts[]> =>
    (await world.database.read.findBy(NotificationEvent, { kind: In([kind]) })).map((event) => event.facts);

  it('P-NOTIFY-12 each end is told by its own word, and a success after a failure as such', async () => {
    await open();
    const shop = await project();
    const two = [await world.addDestination('Disk'), await world.addDestination('Cloud')];
    await world.runTo('stored', { project: shop });
    await world.runTo('gaps', { project: shop });
    await world.runTo('partly', { project: shop, destinations: two });
    expect((await world.events()).sort()).toEqual(['backup.gaps', 'backup.partly_stored', 'backup.succeeded']);
    expect(await facts('backup.gaps')).toEqual([expect.objectContaining({ project: 'Shop', gaps: 'Storage files' })]);
    const [{ missingAt }] = (await facts('backup.partly_stored')) as [{ missingAt: string }];
    expect(['Disk', 'Cloud']).toContain(missingAt);
    await world.runTo(failed, { project: shop });
    const [said] = await facts('backup.failed');
    expect(said).toMatchObject({ error: error.text, nextStep: error.next, lastGoodAt: '2026-11-26T02:00:00.000Z' });
    await world.runTo('gaps', { project: shop });
    expect(await facts('backup.recovered')).toEqual([]);
    await world.runTo('stored', { project: shop });
    await world.runTo('stored', { project: shop });
    expect(await facts('backup.recovered')).toHaveLength(1);
  });

  it('P-NOTIFY-12 a failure names no backup that is dated in the future as the last good one', async () => {
    await open();
    const shop = await project();
    const id = await world.runTo('stored', { project: shop });
    await world.database.write((manager) => manager.update(Backup, { id }, { snapshotTime: new Date('2099-01-01') }));
    await world.runTo(failed, { project: shop });
    expect(await facts('backup.failed')).toEqual([expect.objectContaining({ lastGoodAt: null })]);
  });

  it('P-NOTIFY-12 a run that is tried again tells only how it ends in the end', async () => {
    await open({ retries: 2, retryAfterMs: 0 });
    const id = await world.runTo(shaky, { project: await project() });
    for (let left = 2; left > 0; left -= 1) {
      expect(await world.events()).toEqual([]);
      const claim = await world.transitions.claimNext();
      expect(claim?.backupId).toBe(id);
      await world.transitions.finish(claim!, shaky);
    }
    expect(await world.events()).toEqual(['backup.failed']);
  });

  it('P-NOTIFY-12 a cancel is told to nobody, and an interrupted run once, when it is not tried again', async () => {
    await open();
    const shop = await project();
    const cancelled = await world.transitions.enqueue(await world.request({ project: shop }));
    await world.transitions.requestCancel(cancelled.id);
    await world.transitions.enqueue(await world.request({ project: shop }));
    for (const expected of [[], ['backup.failed']]) {
      const claim = await world.transitions.claimNext();
      await world.transitions.interrupt(claim!, { code: 'RUN_INTERRUPTED', text: 'The worker died.', next: 'Wait.' });
      expect(await world.events()).toEqual(expected);
    }
    expect(await facts('backup.failed')).toEqual([expect.objectContaining({ state: 'interrupted' })]);
  });

  it('P-NOTIFY-12 a run that somebody else finishes for a dead worker is told like any other, and once', async () => {
    await open();
    await world.transitions.enqueue(await world.request({ project: await project() }));
    const dead = await world.transitions.claimNext();
    const facts = { snapshotTime: new Date(), rawBytes: 1, storedBytes: 1, sha256: 'a'.repeat(64) };
    const [copy] = dead!.copies;
    await world.transitions.copyUploading(dead!, copy!.id, 'key.tar', {});
    await world.transitions.beginCommitting(dead!, { ...facts, gaps: [], contents: null, profile: null });
    const heir = await world.transitions.takeOver({ backupId: dead!.backupId, token: dead!.token });
    const stored = { status: 'stored', object: { size: 1 }, sha256: 'a'.repeat(64) } as const;
    await world.transitions.copySettled(heir!, copy!.id, stored);
    await world.transitions.finish(heir!, { status: 'stopped' });
    await world.transitions.finish(dead!, { status: 'succeeded' });
    expect(await world.events()).toEqual(['backup.succeeded']);
  });

  it('P-NOTIFY-12 the end and what it tells are there together, or neither is', async () => {
    await open();
    const shop = await project();
    await world.transitions.enqueue(await world.request({ project: shop }));
    const claim = await world.transitions.claimNext();
    const { database } = world;
    const died = new Error('the process dies behind the last statement of the transaction');
    const write = database.write.bind(database);
    database.write = (work) =>
      write(async (manager) => {
        await work(manager);
        throw died;
      });
    await expect(world.transitions.finish(claim!, failed)).rejects.toThrow(died.message);
    database.write = write;
    const { status } = await database.read.findOneByOrFail(Backup, { id: claim!.backupId });
    expect([status, await world.events()]).toEqual(['running', []]);
    await world.transitions.finish(claim!, failed);
    expect(await world.events()).toEqual(['backup.failed']);
  });

  it('F58 whatever is wrong with what is told, the run ends as it ended', async () => {
    await open();
    const shop = await project();
    Logger.overrideLogger(false);
    await world.database.write((manager) => manager.query('ALTER TABLE notification_events RENAME TO gone'));
    const good = await world.runTo('stored', { project: shop });
    const bad = await world.runTo(failed, { project: shop });
    Logger.overrideLogger(['error', 'warn']);
    expect([(await world.run(good)).status, (await world.run(bad)).status]).toEqual(['succeeded', 'failed']);
    await world.database.write((manager) => manager.query('ALTER TABLE gone RENAME TO notification_events'));
    expect(await world.events()).toEqual([]);
  });

  it('P-NOTIFY-12 an error that holds what no JSON may hold is told without it', async () => {
    await open();
    const odd = { ...failed, error: { ...error, text: 'Bad \ud800 text' } };
    await world.runTo(odd, { project: await project() });
    expect(await facts('backup.failed')).toEqual([expect.objectContaining({ error: 'Bad \ufffd text' })]);
  });

  it('P-NOTIFY-13 a backup with far less data than usual is told, once for a drop', async () => {
    await open();
    const shop = await project();
    const shrunk = async (): Promise<unknown[]> => (await facts('backup.shrunk')).map(({ rawBytes }) => rawBytes);
    for (const size of [100, 110, 90, 100, 10_000, 52]) await world.runTo('stored', { project: shop }, size);
    expect(await shrunk()).toEqual([]);
    await world.runTo('stored', { project: shop }, 40);
    expect(await facts('backup.shrunk')).toEqual([expect.objectContaining({ rawBytes: 40, usualBytes: 100 })]);
    await world.runTo('stored', { project: shop, type: 'schema' }, 1);
    for (const size of [40, 39]) await world.runTo('stored', { project: shop }, size);
    expect(await shrunk()).toEqual([40]);
  });
}
