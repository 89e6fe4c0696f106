import { Logger } from '@nestjs/common';
import { ContentDigest, type Upload } from '@stowbase/storage';
import { IsNull, Not } from 'typeorm';
import type { Actor } from '../../../accounts/access';
import type { Place } from '../../../database/place';
import { Destination } from '../../../storage/destination.entity';
import { BackupCopy } from '../../backup-copy.entity';
import { CopyJob } from '../../copy-job.entity';
import type { Sweeper } from '../../sweep/sweeper';
import { makeSweeper } from '../../testing/make-sweeper';
import { openRunWorld, type RunWorld } from '../../testing/run-world';
import { goTo, keyOf, stepWorker } from '../../testing/step-worker';
import { sweptStorage, type SweptStorage } from '../../testing/swept-storage';
import type { CopyClaim } from '../copy-claim';

const actor: Actor = { kind: 'user', userId: 'u', tokenId: null, name: 'The owner', address: null } as unknown as Actor;

/** A worker that copies, stopped for ever at one of its points, on one engine. */
export function describeCopyCrashes(place: () => Place | undefined): void {
  let world: RunWorld;
  let stores: Map<string, SweptStorage>;
  let sweeper: Sweeper;
  let from: { id: string; name: string };
  let to: { id: string; name: string };
  let backupId: string;
  let key: string;
  let body: Buffer;
  let sha256: string;

  const store = (id: string): SweptStorage => {
    const known = stores.get(id) ?? sweptStorage();
    stores.set(id, known);
    return known;
  };
  const open = (id: string): Promise<SweptStorage> => Promise.resolve(store(id));

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(async () => {
    world = await openRunWorld({}, place());
    stores = new Map();
    sweeper = makeSweeper(world, open);
    [from, to] = [await world.addDestination(), await world.addDestination()];
    await world.transitions.enqueue(await world.request({ destinations: [from] }));
    const claim = (await world.transitions.claimNext())!;
    await goTo(stepWorker(claim, { transitions: world.transitions, open }), 'end');
    ({ backupId } = claim);
    key = keyOf(claim);
    body = store(from.id).objects.get(key)!;
    const digest = new ContentDigest();
    digest.add(body);
    ({ sha256 } = digest);
  });
  afterEach(async () => {
    // Where all tests have one database: a queued one would be taken by the next.
    await world.database.write((manager) => manager.clear(CopyJob));
    await world.close();
  });

  const ask = (): Promise<CopyJob> =>
    world.copyTransitions.enqueue({ backupId, destination: to, fromCopyId: null, actor }, () => Promise.resolve());
  const job = (id: string): Promise<CopyJob> => world.database.read.findOneByOrFail(CopyJob, { id });
  const target = async (): Promise<BackupCopy> => {
    const rows = await world.copies(backupId);
    return rows.find(({ destinationId, status }) => destinationId === to.id && status !== 'deleted')!;
  };

  /** What `CopyRunner` does, step by step. */
  async function workTo(
    point: 'claimed' | 'uploading' | 'written' | 'committing' | 'published' | 'stored',
  ): Promise<{ claim: CopyClaim; upload: Upload | null }> {
    const { copyTransitions } = world;
    const claim = (await copyTransitions.claimNext())!;
    if (point === 'claimed') return { claim, upload: null };
    const upload = await store(to.id).create(key, {
      signal: new AbortController().signal,
      onState: async (state) => void (await copyTransitions.uploading(claim, key, state)),
    });
    if (point === 'uploading') return { claim, upload };
    await upload.write(body);
    if (point === 'written') return { claim, upload };
    expect(await copyTransitions.beginCommitting(claim)).toBe(true);
    if (point === 'committing') return { claim, upload };
    const object = await upload.commit({ size: body.length, sha256 });
    if (point === 'stored') await copyTransitions.stored(claim, object, sha256);
    return { claim, upload };
  }

  async function die(): Promise<void> {
    world.clock.aheadMs += 60_000;
    await sweeper.recover();
    await sweeper.sweep();
  }

  it.each(['claimed', 'uploading', 'written'] as const)(
    'is begun again when its worker died when it was %s, and leaves nothing',
    async (point) => {
      const { id } = await ask();
      await workTo(point);
      await die();
      expect(await job(id)).toMatchObject({ status: 'queued', interruptions: 1 });
      expect(await target()).toMatchObject({ status: 'pending', uploadState: null });
      expect(store(to.id).openUploads.size + store(to.id).objects.size).toBe(0);
      await workTo('stored');
      expect(await job(id)).toMatchObject({ status: 'succeeded' });
      expect(store(to.id).objects.get(key)).toEqual(body);
    },
  );

  it('is found whole when its worker died after it was published', async () => {
    const { id } = await ask();
    await workTo('published');
    await die();
    expect(await job(id)).toMatchObject({ status: 'succeeded' });
    expect(await target()).toMatchObject({ status: 'stored', size: body.length, sha256 });
    const row = await world.database.read.findOneByOrFail(Destination, { id: to.id });
    expect(row).toMatchObject({ totalBackups: 1, totalSize: body.length });
  });

  it('is begun again when its worker died behind the point of no return with nothing published', async () => {
    const { id } = await ask();
    await workTo('committing');
    await die();
    expect(await job(id)).toMatchObject({ status: 'queued', interruptions: 1 });
    expect(store(to.id).openUploads.size).toBe(0);
  });

  it('is said to be interrupted when its worker died twice, and the copy failed', async () => {
    const { id } = await ask();
    for (let times = 0; times < 2; times += 1) {
      await workTo('uploading');
      await die();
    }
    expect(await job(id)).toMatchObject({ status: 'interrupted', errorCode: 'RUN_INTERRUPTED' });
    expect(await target()).toMatchObject({ status: 'failed' });
    expect(store(to.id).openUploads.size).toBe(0);
    expect(await ask()).toMatchObject({ replaces: 'failed' });
  });

  it('writes nothing more once it was given to another worker', async () => {
    await ask();
    const { claim: frozen, upload } = await workTo('written');
    await die();
    await workTo('stored');
    expect(await world.copyTransitions.beginCommitting(frozen)).toBe(false);
    expect(await world.copyTransitions.stored(frozen, { key, size: 1, modified: new Date() }, sha256)).toBe(false);
    expect(await world.copyTransitions.look(frozen)).toMatchObject({ lost: true });
    await upload?.abort(new Error('lost'));
    expect(await target()).toMatchObject({ status: 'stored', size: body.length });
  });

  it('F25 keeps what could not be removed, and removes it later', async () => {
    const { id } = await ask();
    const { claim } = await workTo('uploading');
    store(to.id).isDown = true;
    const error = { code: 'STORAGE_UNREACHABLE', text: 'The store is away.', next: 'Mend it.' };
    await world.copyTransitions.finish(claim, { status: 'failed', error, retriable: false });
    await sweeper.sweep();
    expect(store(to.id).openUploads.size).toBe(1);
    const where = { destinationId: to.id, uploadState: Not(IsNull()) };
    expect(await world.database.read.countBy(BackupCopy, where)).toBe(1);
    store(to.id).isDown = false;
    world.clock.aheadMs += 3600_000;
    await sweeper.sweep();
    expect(store(to.id).openUploads.size).toBe(0);
    expect(await world.database.read.countBy(BackupCopy, where)).toBe(0);
    expect(await job(id)).toMatchObject({ status: 'failed', errorCode: 'STORAGE_UNREACHABLE' });
  });

  it('is one of fifty that were asked for at once, and one of three goes on at a time', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 50 }, () => ask()));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (let more = 0; more < 2; more += 1) {
      to = await world.addDestination();
      await ask();
    }
    const claims = await Promise.all(Array.from({ length: 6 }, () => world.copyTransitions.claimNext()));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });
}
