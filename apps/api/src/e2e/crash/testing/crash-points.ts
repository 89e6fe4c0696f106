import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { Upload } from '@stowbase/storage';
import { BackupRunner } from '../../../backups/runner/backup-runner';
import { RunTransitions } from '../../../backups/transitions/run-transitions';
import { Outgoing } from '../../../outgoing/outgoing';
import { StorageOpener } from '../../../storage/storage-opener.service';
import { crashPoints, type CrashPoint } from './crash-point';

/** Makes the classes of this process stop there, before anything of the service is made. */
export function stopAt(point: string | undefined): void {
  if (point === undefined) return;
  const known = crashPoints.find((one) => one === point);
  if (known === undefined) throw new Error(`There is no point "${point}".`);
  stopTransitions(known);
  stopRunner(known);
  stopStorage(known);
  stopRemoving(known);
}

/** Says where it is and never goes on. */
function hold(point: CrashPoint): Promise<never> {
  process.stdout.write(`AT ${point}\n`);
  return new Promise(() => undefined);
}

/** The method, and then the stop. */
function andThen<S, A extends unknown[], R>(
  method: (this: S, ...args: A) => Promise<R>,
  stop: (result: R, ...args: A) => unknown,
): (this: S, ...args: A) => Promise<R> {
  return async function (...args) {
    const result = await method.apply(this, args);
    await stop(result, ...args);
    return result;
  };
}

/** First the stop. */
function butFirst<S, A extends unknown[], R>(
  method: (this: S, ...args: A) => Promise<R>,
  stop: (...args: A) => unknown,
): (this: S, ...args: A) => Promise<R> {
  return async function (...args) {
    await stop(...args);
    return method.apply(this, args);
  };
}

function stopTransitions(point: CrashPoint): void {
  const transitions = RunTransitions.prototype;
  switch (point) {
    case 'queued':
      transitions.claimNext = () => Promise.resolve(null);
      transitions.enqueue = andThen(transitions.enqueue, () => hold(point));
      return;
    case 'after END':
      transitions.beginCommitting = butFirst(transitions.beginCommitting, () => hold(point));
      return;
    case 'committing':
      transitions.beginCommitting = andThen(transitions.beginCommitting, () => hold(point));
      return;
    case 'settled':
      transitions.copySettled = andThen(transitions.copySettled, () => hold(point));
      return;
    case 'succeeded':
      transitions.finish = andThen(transitions.finish, () => hold(point));
      return;
    default:
  }
}

/** Of backups only: the check of a project that is saved connects, too. */
function stopRunner(point: CrashPoint): void {
  const [runner, outgoing] = [BackupRunner.prototype, Outgoing.prototype];
  let runs = false;
  runner.run = butFirst(runner.run, async () => {
    if (point === 'claimed') await hold(point);
    runs = true;
  });
  outgoing.guardSettings = butFirst(outgoing.guardSettings, async () => {
    if (point === 'connecting' && runs) await hold(point);
  });
}

/** Not the objects that a test of the connection makes. */
const ofBackup = (key: string): boolean => /_[0-9a-f]{16}-\d+\.tar$/.test(key);

function stopStorage(point: CrashPoint): void {
  const opener = StorageOpener.prototype;
  opener.open = andThen(opener.open, (storage) => {
    storage.create = andThen(storage.create, (upload, key) => {
      if (ofBackup(key)) stopUpload(upload, point);
    });
    storage.delete = andThen(storage.delete, async (_, key) => {
      if (point === 'deleted' && ofBackup(key)) await hold(point);
    });
  });
}

/** So much of the archive lies on the disk when `uploading` stops: more than is gathered in memory. */
const partBytes = 1024 * 1024;
let isNaming = false;

function stopUpload(upload: Upload, point: CrashPoint): void {
  let written = 0;
  const stopBefore = butFirst(upload.write, async (chunk) => {
    if (point === 'before END' && chunk.subarray(0, 4).toString('latin1') === 'END\0') await hold(point);
  });
  upload.write = andThen(stopBefore, async (_, chunk) => {
    written += chunk.length;
    if (point === 'uploading' && written >= partBytes) await hold(point);
  });
  const stopNaming = butFirst(upload.commit, () => {
    isNaming = true;
  });
  upload.commit = andThen(stopNaming, async () => {
    if (point === 'published') await hold(point);
  });
}

/** The first file that is removed after a publishing began is the temporary name of what has its final one. */
function stopRemoving(point: CrashPoint): void {
  promises.rm = butFirst(promises.rm, async (path) => {
    if (point === 'named' && isNaming && String(path).endsWith('.partial')) await hold(point);
  });
  syncBuiltinESMExports();
}
