import 'reflect-metadata';
import { openRunWorld, someFacts, type RunWorld } from '../testing/run-world';
import type { Claim } from './claim';

const stored = { status: 'stored', object: { size: 1024 }, sha256: 'a'.repeat(64) } as const;
const lostConnection = {
  status: 'failed',
  error: { code: 'CONNECTION_LOST', text: 'The connection was lost.', next: 'Look at the network.' },
  retriable: true,
} as const;

describe('a run', () => {
  let world: RunWorld;
  beforeEach(async () => {
    world = await openRunWorld();
  });
  afterEach(() => world.close());

  async function begun(): Promise<Claim> {
    await world.transitions.enqueue(await world.request());
    const claim = await world.transitions.claimNext();
    if (claim === null) throw new Error('nothing to claim');
    return claim;
  }

  it('goes from queued over running and committing to succeeded', async () => {
    const destination = await world.addDestination();
    const { id } = await world.transitions.enqueue(await world.request({ destinations: [destination] }));
    const claim = await world.transitions.claimNext();
    expect(claim).toMatchObject({ backupId: id, attempt: 1, token: 1, copies: [{ destinationId: destination.id }] });
    const [copy] = claim!.copies;
    expect(await world.transitions.copyUploading(claim!, copy!.id, 'k-1.tar', { tempName: 'x' })).toBe(true);
    expect(await world.transitions.beginCommitting(claim!, someFacts)).toBe(true);
    expect(await world.transitions.copySettled(claim!, copy!.id, stored)).toBe(true);
    expect(await world.transitions.finish(claim!, { status: 'succeeded' })).toBe(true);
    expect(await world.run(id)).toMatchObject({ status: 'succeeded', storedBytes: 1024, leaseUntil: null });
    expect(await world.copies(id)).toMatchObject([{ status: 'stored', key: 'k-1.tar', size: 1024, uploadState: null }]);
  });

  it('P-RUN-1 is not successful without a stored copy', async () => {
    const claim = await begun();
    await world.transitions.beginCommitting(claim, someFacts);
    const full = { status: 'failed', code: 'STORAGE_FULL', text: 'The disk is full.' } as const;
    await world.transitions.copySettled(claim, claim.copies[0]!.id, full);
    await world.transitions.finish(claim, { status: 'succeeded' });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'failed', errorCode: 'STORAGE_FULL' });
  });

  it('stores no copy before the point of no return', async () => {
    const claim = await begun();
    expect(await world.transitions.copySettled(claim, claim.copies[0]!.id, stored)).toBe(false);
    expect(await world.transitions.finish(claim, { status: 'succeeded' })).toBe(false);
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'running' });
  });

  it('P-RUN-2 is cancelled before the point of no return, and finishes behind it', async () => {
    const claim = await begun();
    expect(await world.transitions.requestCancel(claim.backupId)).toBe('requested');
    expect(await world.transitions.beginCommitting(claim, someFacts)).toBe(false);
    await world.transitions.finish(claim, { status: 'stopped' });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'cancelled' });

    const other = await begun();
    await world.transitions.beginCommitting(other, someFacts);
    await expect(world.transitions.requestCancel(other.backupId)).rejects.toMatchObject({ code: 'BACKUP_FINISHING' });
  });

  it('H37 that has ended is not cancelled, and says how it ended', async () => {
    const { id } = await world.transitions.enqueue(await world.request());
    expect(await world.transitions.requestCancel(id)).toBe('cancelled');
    await expect(world.transitions.requestCancel(id)).rejects.toMatchObject({
      code: 'BACKUP_FINISHED',
      status: 409,
      options: { more: { state: 'cancelled' } },
    });
    expect(await world.copies(id)).toMatchObject([{ status: 'failed', errorCode: 'CANCELLED' }]);
  });

  it('F44 that was taken from a frozen worker takes nothing from it any more', async () => {
    const frozen = await begun();
    const [copy] = frozen.copies;
    world.clock.aheadMs = world.policy.leaseMs + 1000;
    const why = { code: 'WORKER_LOST', text: 'Its worker is gone.', next: 'Wait.' };
    expect(await world.transitions.interrupt(frozen, why, true)).toBe(true);

    expect(await world.transitions.renew(frozen)).toEqual({ lost: true, cancelRequested: false });
    expect(await world.transitions.copyUploading(frozen, copy!.id, 'k-1.tar', {})).toBe(false);
    expect(await world.transitions.beginCommitting(frozen, someFacts)).toBe(false);
    expect(await world.transitions.copySettled(frozen, copy!.id, stored)).toBe(false);
    expect(await world.transitions.finish(frozen, { status: 'succeeded' })).toBe(false);
    expect(await world.run(frozen.backupId)).toMatchObject({ status: 'queued', interruptions: 1, attempt: 1 });
    // The next attempt has copies, and so keys, of its own.
    expect(await world.copies(frozen.backupId)).toMatchObject([
      { attempt: 1, status: 'failed' },
      { attempt: 2, status: 'pending' },
    ]);
  });

  it('keeps its worker while the lease holds', async () => {
    const claim = await begun();
    const why = { code: 'WORKER_LOST', text: 'Its worker is gone.', next: 'Wait.' };
    expect(await world.transitions.interrupt(claim, why, true)).toBe(false);
    world.clock.aheadMs = world.policy.leaseMs - 1000;
    expect(await world.transitions.renew(claim)).toEqual({ lost: false, cancelRequested: false });
    world.clock.aheadMs = world.policy.leaseMs + 1000;
    expect(await world.transitions.interrupt(claim, why, true)).toBe(false);
  });

  it('P-RUN-3 is tried again twice after what may go away, each time later, and then has failed', async () => {
    const first = await begun();
    await world.transitions.finish(first, lostConnection);
    expect(await world.run(first.backupId)).toMatchObject({
      status: 'queued',
      retries: 1,
      errorCode: 'CONNECTION_LOST',
    });
    expect(await world.transitions.claimNext()).toBeNull();
    world.clock.aheadMs += 31_000;
    await world.transitions.finish((await world.transitions.claimNext())!, lostConnection);
    world.clock.aheadMs += 31_000;
    expect(await world.transitions.claimNext()).toBeNull();
    world.clock.aheadMs += 31_000;
    await world.transitions.finish((await world.transitions.claimNext())!, lostConnection);
    expect(await world.run(first.backupId)).toMatchObject({ status: 'failed', retries: 2, attempt: 3 });
  });

  it.each(['failed', 'stopped'] as const)('that %s after a cancel was asked for is cancelled', async (status) => {
    const claim = await begun();
    await world.transitions.requestCancel(claim.backupId);
    await world.transitions.finish(claim, status === 'failed' ? lostConnection : { status });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'cancelled' });
  });

  it('is not tried again after what only people can change', async () => {
    const claim = await begun();
    await world.transitions.finish(claim, { ...lostConnection, retriable: false });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'failed', attempt: 1 });
  });

  it('is queued again once when the service stops, and no more', async () => {
    const claim = await begun();
    await world.transitions.finish(claim, { status: 'stopped' });
    expect(await world.run(claim.backupId)).toMatchObject({
      status: 'queued',
      interruptions: 1,
      errorNext: 'It is started again by itself.',
    });
    await world.transitions.finish((await world.transitions.claimNext())!, { status: 'stopped' });
    expect(await world.run(claim.backupId)).toMatchObject({
      status: 'interrupted',
      errorCode: 'RUN_INTERRUPTED',
      errorNext: 'Start it again by hand.',
    });
  });

  it('into a browser begins at once and is never begun again', async () => {
    const claim = await world.transitions.beginDirect(await world.request());
    expect(claim.copies).toMatchObject([{ destinationId: null, name: 'Browser' }]);
    await world.transitions.finish(claim, { status: 'stopped' });
    expect(await world.run(claim.backupId)).toMatchObject({
      status: 'interrupted',
      errorNext: 'Start it again by hand.',
    });
  });

  describe('takes a place among those that run at once', () => {
    const places = (): Promise<Claim | null> => world.transitions.claimNext();

    it('unless it goes into a browser: a slow one would hold up every other backup', async () => {
      for (let n = 0; n < 2; n += 1) await world.transitions.beginDirect(await world.request({ destinations: [] }));
      await world.transitions.enqueue(await world.request());
      expect(await places()).not.toBeNull();
    });

    it('unless its worker is gone: a destination that can not tell for long would, too', async () => {
      for (let n = 0; n < 2; n += 1) {
        const claim = await begun();
        await world.transitions.copyUploading(claim, claim.copies[0]!.id, 'k.tar', {});
        await world.transitions.beginCommitting(claim, someFacts);
        await world.transitions.finish(claim, { status: 'stopped' });
        expect(await world.run(claim.backupId)).toMatchObject({ status: 'committing' });
      }
      world.clock.aheadMs += 1;
      await world.transitions.enqueue(await world.request());
      expect(await places()).not.toBeNull();
    });

    it('else only so many are begun', async () => {
      await begun();
      await begun();
      await world.transitions.enqueue(await world.request());
      expect(await places()).toBeNull();
    });
  });

  it('F33 that was queued while the clock was years ahead is begun when the clock is right again', async () => {
    world.clock.aheadMs = 2 * 365 * 24 * 3600_000;
    const { id } = await world.transitions.enqueue(await world.request());
    world.clock.aheadMs = 0;
    expect(await world.transitions.claimNext()).toMatchObject({ backupId: id });
  });

  it('that has come to nothing tells nothing of an archive, not of that of a former attempt either', async () => {
    const claim = await begun();
    const gaps = [{ component: 'roles', status: 'not_permitted', reason: 'No.' }];
    await world.transitions.beginCommitting(claim, { ...someFacts, gaps, contents: { tables: 3 } });
    const full = { status: 'failed', code: 'STORAGE_FULL', text: 'The disk is full.' } as const;
    await world.transitions.copySettled(claim, claim.copies[0]!.id, full);
    await world.transitions.finish(claim, { status: 'stopped' });
    const nothing = { snapshotTime: null, rawBytes: null, storedBytes: null, sha256: null, gaps: [], contents: null };
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'queued', ...nothing });
    const again = await world.transitions.claimNext();
    await world.transitions.finish(again!, { ...lostConnection, retriable: false });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'failed', ...nothing });
  });

  it('leaves a copy that is neither stored nor failed to the sweep, which adopts or gives it up', async () => {
    const claim = await begun();
    await world.transitions.copyUploading(claim, claim.copies[0]!.id, 'k-1.tar', { tempName: 'x' });
    await world.transitions.beginCommitting(claim, someFacts);
    expect(await world.transitions.finish(claim, { status: 'stopped' })).toBe(true);
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'committing' });
    world.clock.aheadMs = 1;
    const taken = await world.transitions.takeOver(claim, true);
    expect(taken).toMatchObject({ token: claim.token + 1, copies: claim.copies });
    expect(await world.transitions.copySettled(claim, claim.copies[0]!.id, stored)).toBe(false);
    expect(await world.transitions.copySettled(taken!, claim.copies[0]!.id, stored)).toBe(true);
    await world.transitions.finish(taken!, { status: 'succeeded' });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded' });
  });

  it('keeps what an upload that began anew left behind', async () => {
    const claim = await begun();
    const [copy] = claim.copies;
    await world.transitions.copyUploading(claim, copy!.id, 'k-1.tar', { uploadId: 'one' });
    await world.transitions.copyUploading(claim, copy!.id, 'k-1.tar', { uploadId: 'two' });
    const copies = await world.copies(claim.backupId);
    expect(copies).toHaveLength(2);
    expect(copies).toContainEqual(expect.objectContaining({ status: 'uploading', uploadState: { uploadId: 'two' } }));
    expect(copies).toContainEqual(expect.objectContaining({ status: 'deleted', uploadState: { uploadId: 'one' } }));
  });
});

describe('asking for a run', () => {
  let world: RunWorld;
  beforeEach(async () => {
    world = await openRunWorld();
  });
  afterEach(() => world.close());

  it('H36 fifty times at once makes one; the others are told which', async () => {
    const request = await world.request();
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => world.transitions.enqueue(request)));
    const made = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.id] : []));
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as object] : []));
    expect(made).toHaveLength(1);
    expect(refused).toHaveLength(49);
    for (const error of refused) {
      expect(error).toMatchObject({ code: 'RUN_ACTIVE', status: 409, options: { more: { backupId: made[0] } } });
    }
  });

  it('H36 again with the same key and body gives the same run, with another body an error', async () => {
    const idempotency = { id: 'k'.repeat(64), bodySha256: 'b'.repeat(64) };
    const request = await world.request({ idempotency });
    const ids = (await Promise.all(Array.from({ length: 20 }, () => world.transitions.enqueue(request)))).map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(1);
    await world.transitions.requestCancel(ids[0]!);
    expect((await world.transitions.enqueue(request)).id).toBe(ids[0]);
    await expect(
      world.transitions.enqueue({ ...request, idempotency: { ...idempotency, bodySha256: 'c'.repeat(64) } }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 422 });
    world.clock.aheadMs = 25 * 3600 * 1000;
    expect((await world.transitions.enqueue(request)).id).not.toBe(ids[0]);
  });
});
