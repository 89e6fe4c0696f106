import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Check } from '../../catalogue/check.entity';
import { newCheck } from '../../catalogue/checks/new-check';
import { NotificationEvent } from '../../notifications/notification-event.entity';
import { Destination } from '../../storage/destination.entity';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { markForDeletion } from '../good/mark-for-deletion';
import { makeSweeper } from '../testing/make-sweeper';
import { openRunWorld, type RunWorld } from '../testing/run-world';
import { goTo, stepWorker } from '../testing/step-worker';
import { sweptStorage, type SweptStorage } from '../testing/swept-storage';

describe('copies that are let go', () => {
  let world: RunWorld;
  let store: SweptStorage;
  const open = (): Promise<SweptStorage> => Promise.resolve(store);

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    world = await openRunWorld({});
    store = sweptStorage();
  });
  afterEach(() => world.close());

  /** A stored copy. */
  async function stored(places = 1): Promise<BackupCopy[]> {
    const destinations = [];
    for (let n = 0; n < places; n += 1) destinations.push(await world.addDestination());
    await world.transitions.enqueue(await world.request({ destinations }));
    const claim = (await world.transitions.claimNext())!;
    await goTo(stepWorker(claim, { transitions: world.transitions, open }), 'end');
    return world.copies(claim.backupId);
  }

  /** Let go by a rule, and its backup locked before the object went. */
  async function letGoAndLocked({ id, backupId }: BackupCopy): Promise<void> {
    await world.database.write(async (manager) => {
      expect(await markForDeletion(manager, [id], new Date())).toEqual([id]);
      await manager.update(Backup, { id: backupId }, { locked: true });
    });
  }

  const totals = async ({ destinationId }: BackupCopy): Promise<{ totalBackups: number; totalSize: number }> =>
    world.database.read.findOneByOrFail(Destination, { id: destinationId! });

  async function found(copy: BackupCopy, status: Check['status'], finishedAt: Date): Promise<void> {
    const errorCode = status === 'damaged' ? 'COPY_DAMAGED' : null;
    const end = { status, finishedAt, errorCode, errorText: errorCode && 'DATA is damaged.' };
    const check = { ...newCheck(copy, { level: 1, requestedBy: null, now: finishedAt }), ...end };
    await world.database.write((manager) => manager.insert(Check, check));
  }

  it('P-RET-2 come back as damaged when that is what the last reading found', async () => {
    const [copy] = await stored();
    await found(copy!, 'passed', new Date(1_000));
    await found(copy!, 'damaged', new Date(2_000));
    await world.database.write((manager) => manager.update(BackupCopy, { id: copy!.id }, { status: 'damaged' }));
    await letGoAndLocked(copy!);
    await makeSweeper(world, open).sweep();
    expect(await world.copies(copy!.backupId)).toMatchObject([
      { status: 'damaged', errorCode: 'COPY_DAMAGED', errorText: 'DATA is damaged.' },
    ]);
    expect(store.objects.size).toBe(1);
  });

  it('P-RET-2 are not deleted while their backup is locked, even where the store sees nothing: that is told', async () => {
    const [copy] = await stored();
    const before = await totals(copy!);
    await letGoAndLocked(copy!);
    store.stat = () => sweptStorage().stat('nothing');
    await makeSweeper(world, open).sweep();
    expect(store.objects.size).toBe(1);
    expect(await world.copies(copy!.backupId)).toMatchObject([{ status: 'missing', errorCode: 'COPY_MISSING' }]);
    expect(await world.run(copy!.backupId)).toMatchObject({ locked: true, deletedAt: null, verifiedLevel: 0 });
    expect(await world.database.read.findBy(NotificationEvent, { kind: 'copy.missing' })).toHaveLength(1);
    expect(await totals(copy!)).toMatchObject({
      totalBackups: before.totalBackups - 1,
      totalSize: before.totalSize - copy!.size!,
    });
  });

  it('P-RET-2 that are gone are missing while their backup is locked: it is not deleted with its last copy', async () => {
    const [copy] = await stored();
    await letGoAndLocked(copy!);
    await store.delete(copy!.key!);
    const changed: string[] = [];
    world.changed.ids.subscribe((id) => changed.push(id));
    await makeSweeper(world, open).sweep();
    expect(await world.copies(copy!.backupId)).toMatchObject([{ status: 'missing' }]);
    expect(await world.run(copy!.backupId)).toMatchObject({ locked: true, deletedAt: null });
    // Whoever looks at it sees it at once.
    expect(changed).toContain(copy!.backupId);
  });

  it('take what was proven by them along: another copy that nobody has read proves nothing', async () => {
    const [read, unread] = await stored(2);
    const { backupId, id } = read!;
    await world.database.write(async (manager) => {
      await manager.update(BackupCopy, { id }, { checkedAt: new Date(), status: 'delete_pending', key: randomUUID() });
      await manager.update(Backup, { id: backupId }, { verifiedLevel: 1, verifiedAt: new Date() });
    });
    await makeSweeper(world, open).sweep();
    expect(await world.copies(backupId)).toMatchObject(
      (await world.copies(backupId)).map((copy) => ({ status: copy.id === unread!.id ? 'stored' : 'deleted' })),
    );
    expect(await world.run(backupId)).toMatchObject({ verifiedLevel: 0, verifiedAt: null, deletedAt: null });
  });
});
