import { createHash } from 'node:crypto';
import { archiveFileName } from '@stowbase/archive';
import { buildSmallArchive } from '@stowbase/archive/testing';
import type { StoredObject, Upload } from '@stowbase/storage';
import type { OpenStorage } from '../sweep/open-storage';
import type { Claim, Outcome, RunFacts } from '../transitions/claim';
import type { RunTransitions } from '../transitions/run-transitions';

/** Where a worker may be frozen or killed. */
export type Point = 'claimed' | 'dumping' | 'uploading' | 'written' | 'committing' | 'published' | 'settled';

/** What a worker needs of the transitions. */
export type WorkerTransitions = Pick<RunTransitions, 'copyUploading' | 'copySettled' | 'beginCommitting' | 'finish'>;

export interface WorkerOptions {
  readonly transitions: WorkerTransitions;
  readonly open: OpenStorage;
  /** Looked at before the point of no return: how the work ends there by itself. Null: it goes on. */
  readonly ends?: () => Exclude<Outcome, { status: 'succeeded' }> | null;
  /** Looked at when everything is written: the dump begins anew, and its uploads with it. */
  readonly startsAnew?: () => boolean;
  /** False: publishes first and asks for the point of no return afterwards. To prove that a test can fail. */
  readonly hasGate?: boolean;
}

/** A runner in small that stops at each point: an archive of one claim into all its destinations. */
export async function* stepWorker(claim: Claim, options: WorkerOptions): AsyncGenerator<Point, void> {
  const { transitions, open, hasGate = true, ends = () => null, startsAnew = () => false } = options;
  const stop = new AbortController();
  yield 'claimed';
  const body = await buildSmallArchive({ identity: { backupId: claim.backupId, attempt: claim.attempt } });
  yield 'dumping';
  const uploads = new Map<string, Upload>();
  const giveUp = async (outcome: Outcome = { status: 'stopped' }): Promise<void> => {
    for (const [copyId, upload] of uploads) {
      await upload.abort(new Error('stopped'));
      await transitions.copySettled(claim, copyId, { status: 'failed', code: 'STOPPED', text: 'Stopped.' });
    }
    await transitions.finish(claim, outcome);
  };
  do {
    for (const upload of uploads.values()) await upload.abort(new Error('begun anew'));
    uploads.clear();
    for (const { id, destinationId } of claim.copies) {
      if (destinationId === null) continue;
      const end = ends();
      if (end !== null) return giveUp(end);
      const storage = await open(destinationId);
      const key = keyOf(claim);
      const onState = async (state: Readonly<Record<string, string>>): Promise<void> => {
        if (!(await transitions.copyUploading(claim, id, key, state))) throw new Error('lost');
      };
      const upload = await storage.create(key, { signal: stop.signal, onState }).catch(() => null);
      if (upload === null) return giveUp();
      uploads.set(id, upload);
      yield 'uploading';
      await upload.write(body);
    }
    yield 'written';
  } while (startsAnew());
  const end = ends();
  if (end !== null) return giveUp(end);
  const facts = factsOf(body);
  if (hasGate && !(await transitions.beginCommitting(claim, facts))) return giveUp();
  yield 'committing';
  const published = new Map<string, StoredObject>();
  for (const [copyId, upload] of uploads) {
    const object = await upload.commit({ size: body.length, sha256: facts.sha256 }).catch(() => null);
    if (object !== null) published.set(copyId, object);
    yield 'published';
    if (!hasGate) continue;
    await settle(transitions, claim, copyId, object, facts.sha256);
    yield 'settled';
  }
  for (const { id, destinationId } of claim.copies) {
    if (destinationId !== null) continue;
    // The browser has acknowledged every byte.
    yield 'published';
    await transitions.copySettled(claim, id, { status: 'delivered', size: body.length, sha256: facts.sha256 });
    yield 'settled';
  }
  if (!hasGate) {
    if (!(await transitions.beginCommitting(claim, facts))) return giveUp();
    for (const copyId of uploads.keys()) {
      await settle(transitions, claim, copyId, published.get(copyId) ?? null, facts.sha256);
    }
  }
  await transitions.finish(claim, { status: 'succeeded' });
}

function settle(
  transitions: WorkerTransitions,
  claim: Claim,
  copyId: string,
  object: StoredObject | null,
  sha256: string,
): Promise<boolean> {
  return transitions.copySettled(
    claim,
    copyId,
    object === null
      ? { status: 'failed', code: 'NOT_STORED', text: 'Not stored.' }
      : { status: 'stored', object, sha256 },
  );
}

export const keyOf = ({ backupId, attempt }: Pick<Claim, 'backupId' | 'attempt'>): string =>
  `shop/2026/${archiveFileName({ projectSlug: 'shop', createdAt: new Date('2026-11-26T02:00:00Z'), backupId, attempt })}`;

export function factsOf(body: Buffer): RunFacts {
  return {
    snapshotTime: new Date('2026-11-26T02:00:00Z'),
    rawBytes: 5000,
    storedBytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    gaps: [],
    contents: null,
    profile: null,
  };
}

/** Lets a worker go on until it is at a point, or has ended. */
export async function goTo(worker: AsyncGenerator<Point, void>, point: Point | 'end'): Promise<void> {
  for (;;) {
    const { value, done } = await worker.next();
    if (done === true || value === point) return;
  }
}
