import 'reflect-metadata';
import { createHash, randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { StorageError } from '@stowbase/storage';
import { Destination } from '../../storage/destination.entity';
import { BackupCopy } from '../backup-copy.entity';
import { Backup } from '../backup.entity';
import { CopyLease } from '../copy-lease.entity';
import { makeSweeper } from '../testing/make-sweeper';
import { openRunWorld, type RunWorld } from '../testing/run-world';
import { goTo, keyOf, stepWorker, type Point } from '../testing/step-worker';
import { sweptStorage, type SweptStorage } from '../testing/swept-storage';
import type { Claim } from '../transitions/claim';
import { markDeleted } from '../transitions/mark-deleted';
import type { Sweeper } from './sweeper';

const hour = 3600_000;

describe('the sweep', () => {
  let world: RunWorld;
  let store: SweptStorage;
  let sweeper: Sweeper;
  let destination: { id: string; name: string };
  const open = (): Promise<SweptStorage> => Promise.resolve(store);

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    world = await openRunWorld({ limit: 3 });
    store = sweptStorage();
    sweeper = makeSweeper(world, open);
    destination = await world.addDestination();
  });
  afterEach(() => world.close());

  /** A run whose worker has got as far as this. */
  async function workedTo(point: Point | 'end'): Promise<{ claim: Claim; worker: AsyncGenerator<Point, void> }> {
    await world.transitions.enqueue(await world.request({ destinations: [destination] }));
    const claim = await world.transitions.claimNext();
    if (claim === null) throw new Error('nothing to claim');
    const worker = stepWorker(claim, { transitions: world.transitions, open });
    await goTo(worker, point);
    return { claim, worker };
  }

  it.each<Point>(['claimed', 'dumping', 'uploading', 'written'])(
    'F06 queues a run again whose worker died when it was %s, and removes what it left',
    async (point) => {
      const { claim } = await workedTo(point);
      const told: string[] = [];
      sweeper = makeSweeper(world, open, undefined, (id, text) => Promise.resolve(void told.push(`${id} ${text}`)));
      await sweeper.recover();
      await sweeper.sweep();
      // Before it goes, in the log of its backup; of one that had not begun there is nothing to tell.
      const left = `${claim.backupId} Whatever an unfinished upload of "${keyOf(claim)}" has left at`;
      expect(told.map((line) => line.slice(0, left.length))).toEqual(
        point.startsWith('u') || point.startsWith('w') ? [left] : [],
      );
      expect(await world.run(claim.backupId)).toMatchObject({ status: 'queued', interruptions: 1 });
      expect(store.openUploads.size).toBe(0);
      expect(store.objects.size).toBe(0);
      const next = await world.transitions.claimNext();
      await goTo(stepWorker(next!, { transitions: world.transitions, open }), 'end');
      expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded', attempt: 2 });
    },
  );

  it('F06 adopts a copy that was published before its worker died', async () => {
    const { claim } = await workedTo('published');
    await sweeper.recover();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'committing' });
    await sweeper.sweep();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded', attempt: 1 });
    const [copy] = await world.copies(claim.backupId);
    expect(copy).toMatchObject({ status: 'stored', key: keyOf(claim), size: store.objects.get(keyOf(claim))?.length });
    const row = await world.database.read.findOneByOrFail(Destination, { id: destination.id });
    expect(row).toMatchObject({ totalBackups: 1, totalSize: copy?.size });
  });

  it('F06 queues a run again that died behind the point of no return with nothing published', async () => {
    const { claim } = await workedTo('committing');
    await sweeper.recover();
    await sweeper.sweep();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'queued', interruptions: 1 });
    expect(store.openUploads.size).toBe(0);
  });

  it.each([
    ['of another attempt', (claim: Claim) => ({ ...claim, attempt: 7 })],
    ['that is cut', () => null],
  ])('doesn’t adopt an object %s', async (_, other) => {
    const { claim } = await workedTo('committing');
    const key = keyOf(claim);
    const forged = other(claim);
    const { buildSmallArchive } = await import('@stowbase/archive/testing');
    const whole = await buildSmallArchive({
      identity: { backupId: claim.backupId, attempt: forged?.attempt ?? claim.attempt },
    });
    const { storedBytes } = await world.run(claim.backupId);
    const body = Buffer.concat([whole, Buffer.alloc(storedBytes!)]).subarray(0, storedBytes!);
    if (forged === null) body.fill(0, body.length - 2048);
    const upload = await store.create(key, { signal: new AbortController().signal });
    await upload.write(body);
    await upload.commit({ size: body.length, sha256: createHash('sha256').update(body).digest('hex') });
    await sweeper.recover();
    await sweeper.sweep();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'queued' });
    expect(store.objects.size).toBe(0);
  });

  it('asks a store that can’t tell again later, and gives up in the end', async () => {
    const { claim } = await workedTo('published');
    await sweeper.recover();
    store.isDown = true;
    await sweeper.sweep();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'committing' });
    expect(await world.copies(claim.backupId)).toMatchObject([
      { status: 'uploading', errorCode: 'STORAGE_UNREACHABLE' },
    ]);
    store.isDown = false;
    await sweeper.sweep();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'committing' });
    world.clock.aheadMs += 2 * 60_000;
    await sweeper.sweep();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded' });

    const { claim: other } = await workedTo('published');
    store.isDown = true;
    await sweeper.recover();
    for (let turn = 0; turn < 8; turn += 1) {
      await sweeper.sweep();
      world.clock.aheadMs += hour;
    }
    expect(await world.run(other.backupId)).toMatchObject({ status: 'queued', errorCode: 'RUN_INTERRUPTED' });
    await world.transitions.requestCancel(other.backupId);
    // The object is whole, but nobody's: it goes after a day.
    store.isDown = false;
    world.clock.aheadMs += 25 * hour;
    await sweeper.sweep();
    expect([...store.objects.keys()]).toEqual([keyOf(claim)]);
  });

  it('leaves a run alone whose worker lives', async () => {
    const { claim, worker } = await workedTo('committing');
    await sweeper.sweep();
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'committing' });
    await goTo(worker, 'end');
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded' });
  });

  it('F44 lets a frozen worker that wakes publish nothing', async () => {
    const { claim, worker } = await workedTo('committing');
    world.clock.aheadMs += world.policy.leaseMs + 1000;
    await sweeper.sweep();
    await goTo(worker, 'end');
    expect(store.objects.size).toBe(0);
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'queued' });
  });

  it('keeps a leftover in mind that can’t be removed yet', async () => {
    const { claim } = await workedTo('uploading');
    await sweeper.recover();
    store.isDown = true;
    await sweeper.sweep();
    expect(await world.copies(claim.backupId)).toMatchObject([
      { status: 'failed', failures: 1 },
      { status: 'pending' },
    ]);
    store.isDown = false;
    await sweeper.sweep();
    expect(store.openUploads.size).toBe(1);
    world.clock.aheadMs += 2 * 60_000;
    await sweeper.sweep();
    expect(store.openUploads.size).toBe(0);
    expect((await world.copies(claim.backupId))[0]).toMatchObject({ uploadState: null, retryAt: null });
  });

  it('adopts a copy of a succeeded run that was said to have failed and is there all the same', async () => {
    const { claim, worker } = await workedTo('committing');
    const second = await world.addDestination();
    await world.database.write(async (manager) => {
      const [copy] = await manager.findBy(BackupCopy, { backupId: claim.backupId });
      const other = {
        ...copy!,
        id: randomUUID(),
        destinationId: second.id,
        status: 'failed' as const,
        retryAt: new Date(0),
      };
      await manager.insert(BackupCopy, other);
    });
    await goTo(worker, 'end');
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded' });
    await sweeper.sweep();
    expect(await world.copies(claim.backupId)).toMatchObject([{ status: 'stored' }, { status: 'stored' }]);
  });

  describe('of what is to be deleted', () => {
    async function deleted(): Promise<Claim> {
      const { claim } = await workedTo('end');
      await world.database.write((manager) => markDeleted(manager, claim.backupId, new Date()));
      return claim;
    }

    it('deletes the object, then says so', async () => {
      const claim = await deleted();
      await sweeper.sweep();
      expect(store.objects.size).toBe(0);
      expect(await world.copies(claim.backupId)).toMatchObject([{ status: 'deleted' }]);
      const row = await world.database.read.findOneByOrFail(Destination, { id: destination.id });
      expect(row).toMatchObject({ totalBackups: 0, totalSize: 0 });
      expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded' });
    });

    it('keeps a backup of which one copy is deleted and another is stored', async () => {
      const second = await world.addDestination();
      const destinations = [destination, second];
      await world.transitions.enqueue(await world.request({ destinations }));
      const claim = (await world.transitions.claimNext())!;
      const stores = new Map(destinations.map(({ id }) => [id, sweptStorage()]));
      const openEach = (id: string): Promise<SweptStorage> => Promise.resolve(stores.get(id)!);
      await goTo(stepWorker(claim, { transitions: world.transitions, open: openEach }), 'end');
      await world.database.write((manager) =>
        manager.update(BackupCopy, { destinationId: second.id }, { status: 'delete_pending' }),
      );
      await makeSweeper(world, openEach).sweep();
      expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded', deletedAt: null });
      const copies = await world.copies(claim.backupId);
      expect(copies.map(({ status }) => status).sort()).toEqual(['deleted', 'stored']);
    });

    it('F31 is done when the object is gone already', async () => {
      const claim = await deleted();
      await store.delete(keyOf(claim));
      await sweeper.sweep();
      expect(await world.copies(claim.backupId)).toMatchObject([{ status: 'deleted' }]);
    });

    it('F30 shows why a deletion failed, and tries again until it works', async () => {
      const claim = await deleted();
      const lockedUntil = new Date(Date.now() + 48 * hour);
      store.delete = () =>
        Promise.reject(new StorageError('locked', 'The object is locked.', 'Wait until it is not.', { lockedUntil }));
      await sweeper.sweep();
      expect(await world.copies(claim.backupId)).toMatchObject([
        { status: 'delete_pending', errorCode: 'STORAGE_LOCKED', retryAt: lockedUntil, failures: 1 },
      ]);
      world.clock.aheadMs += 49 * hour;
      store.delete = sweptStorage().delete;
      await sweeper.sweep();
      expect(await world.copies(claim.backupId)).toMatchObject([{ status: 'deleted', errorCode: null }]);
    });

    it('P-RET-2 takes a copy back that a rule has let go, when its backup was locked before the object went', async () => {
      const { claim } = await workedTo('end');
      const { backupId } = claim;
      await world.database.write(async (manager) => {
        await manager.update(BackupCopy, { backupId }, { status: 'delete_pending' });
        await manager.update(Backup, { id: backupId }, { locked: true });
      });
      await sweeper.sweep();
      expect(await world.copies(backupId)).toMatchObject([{ status: 'stored' }]);
      expect(store.objects.size).toBe(1);
    });

    it('F31 deletes nothing that has become the file of another copy meanwhile', async () => {
      const { claim } = await workedTo('end');
      const [copy] = await world.copies(claim.backupId);
      const gone = { ...copy!, id: randomUUID(), status: 'delete_pending' as const };
      await world.database.write((manager) => manager.insert(BackupCopy, gone));
      await sweeper.sweep();
      expect(store.objects.size).toBe(1);
    });

    it('F32 waits for those who read the copy', async () => {
      const { claim } = await workedTo('end');
      const [copy] = await world.copies(claim.backupId);
      const lease = { id: randomUUID(), copyId: copy!.id, purpose: 'download', until: new Date(Date.now() + hour) };
      await world.database.write((manager) => manager.insert(CopyLease, lease));
      await expect(
        world.database.write((manager) => markDeleted(manager, claim.backupId, new Date())),
      ).rejects.toMatchObject({ code: 'BACKUP_IN_USE', status: 409 });
      // Were it marked all the same, by whoever closes the destination.
      await world.database.write((manager) =>
        manager.update(BackupCopy, { id: copy!.id }, { status: 'delete_pending' }),
      );
      await sweeper.sweep();
      expect(store.objects.size).toBe(1);
      world.clock.aheadMs += 2 * hour;
      await sweeper.sweep();
      expect(store.objects.size).toBe(0);
      // With its last copy the backup is gone.
      expect((await world.run(claim.backupId)).deletedAt).not.toBeNull();
    });
  });

  describe('of a destination that does not answer', () => {
    it.each<[string, () => Promise<unknown>]>([
      ['unfinished uploads', () => sweeper.recover()],
      [
        'deletions',
        () =>
          world.database.write((manager) =>
            manager.update(BackupCopy, { destinationId: destination.id }, { status: 'delete_pending', key: 'k' }),
          ),
      ],
    ])('asks once a turn, whatever is due there: %s', async (_, prepare) => {
      for (let n = 0; n < 3; n += 1) await workedTo('uploading');
      await prepare();
      let asked = 0;
      sweeper = makeSweeper(world, () => {
        asked += 1;
        return Promise.reject(new StorageError('unreachable', 'The store does not answer.', 'Try again later.'));
      });
      await sweeper.sweep();
      expect(asked).toBe(1);
      const copies = await world.database.read.findBy(BackupCopy, { failures: 1 });
      expect(copies.map(({ retryAt }) => retryAt)).toEqual(Array(3).fill(expect.any(Date)));
    });
  });

  describe('beside a listing', () => {
    /** As somebody else would. */
    async function put(key: string, body: Buffer): Promise<void> {
      const upload = await store.create(key, { signal: new AbortController().signal });
      if (body.length > 0) await upload.write(body);
      await upload.commit({ size: body.length, sha256: createHash('sha256').update(body).digest('hex') });
    }

    it('finds what a frozen worker published after all, and removes it after a day', async () => {
      const { claim } = await workedTo('uploading');
      await sweeper.recover();
      await sweeper.sweep();
      await put(keyOf(claim), Buffer.of());
      await sweeper.reconcileAll();
      await sweeper.sweep();
      expect(store.objects.size).toBe(1);
      world.clock.aheadMs += 25 * hour;
      await sweeper.sweep();
      expect(store.objects.size).toBe(0);
    });

    it('keeps for a day what was put there lately, however old its backup is', async () => {
      const { claim } = await workedTo('end');
      const [body] = store.objects.values();
      await world.database.write((manager) => markDeleted(manager, claim.backupId, new Date()));
      await sweeper.sweep();
      expect(store.objects.size).toBe(0);
      world.clock.aheadMs += 30 * 24 * hour;
      const putAt = new Date(Date.now() + world.clock.aheadMs);
      await put(keyOf(claim), body!);
      const { stat } = store;
      store.stat = async (key) => ({ ...(await stat(key)), modified: putAt });
      await sweeper.reconcileAll();
      await sweeper.sweep();
      world.clock.aheadMs += 23 * hour;
      await sweeper.sweep();
      expect(store.objects.size).toBe(1);
      world.clock.aheadMs += 2 * hour;
      await sweeper.sweep();
      expect(store.objects.size).toBe(0);
    });

    it('does not wait for a day that a wrong clock says', async () => {
      const { claim } = await workedTo('uploading');
      await sweeper.recover();
      await sweeper.sweep();
      await put(keyOf(claim), Buffer.of());
      const { stat } = store;
      store.stat = async (key) => ({ ...(await stat(key)), modified: new Date('2099-01-01T00:00:00Z') });
      await sweeper.reconcileAll();
      world.clock.aheadMs += 25 * hour;
      await sweeper.sweep();
      expect(store.objects.size).toBe(0);
    });

    it('leaves keys alone that no row names', async () => {
      await put('other/2026/other_20261126T020000Z_0123456789abcdef-1.tar', Buffer.of());
      world.clock.aheadMs += 365 * 24 * hour;
      await sweeper.reconcileAll();
      await sweeper.sweep();
      expect(store.objects.size).toBe(1);
    });

    it('sees a missing copy again', async () => {
      const { claim } = await workedTo('end');
      await world.database.write((manager) =>
        manager.update(BackupCopy, { backupId: claim.backupId }, { status: 'missing' }),
      );
      await sweeper.reconcileAll();
      expect(await world.copies(claim.backupId)).toMatchObject([{ status: 'stored' }]);
    });
  });
});
