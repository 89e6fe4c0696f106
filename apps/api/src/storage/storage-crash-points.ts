import type { Storage, Upload } from '@stowbase/storage';
import { crashPoint } from '../lifecycle/crash-point';

/** True only in test builds, see `lifecycle/crash-point.ts`. */
declare const STOWBASE_CRASH_POINTS: boolean | undefined;

const ofBackup = (key: string): boolean => /_[0-9a-f]{16}-\d+\.tar$/.test(key);
const ofProbe = (key: string): boolean => /(?:^|\/)stowbase-probe-[^/]+$/.test(key);
const MiB = 1024 * 1024;

/** In a test build the storage with its crash points, whatever its type; in a release the storage itself. */
export function withCrashPoints(storage: Storage): Storage {
  if (typeof STOWBASE_CRASH_POINTS !== 'boolean' || !STOWBASE_CRASH_POINTS) return storage;
  const create = storage.create.bind(storage);
  const remove = storage.delete.bind(storage);
  storage.create = async (key, options) => {
    const upload = await create(key, options);
    if (ofProbe(key)) return probing(upload);
    if (!ofBackup(key)) return upload;
    crashPoint('upload/begun');
    return dying(upload);
  };
  storage.delete = async (key, options) => {
    if (ofBackup(key)) crashPoint('delete/before-object');
    await remove(key, options);
    if (ofBackup(key)) crashPoint('delete/object-gone');
  };
  return storage;
}

function dying(upload: Upload): Upload {
  let sent = 0;
  return {
    async write(chunk) {
      const isEnd = chunk.subarray(0, 4).toString('latin1') === 'END\0';
      if (isEnd) crashPoint('upload/before-end');
      await upload.write(chunk);
      if (isEnd) crashPoint('upload/after-end');
      sent += chunk.length;
      if (Math.floor(sent / MiB) > Math.floor((sent - chunk.length) / MiB)) crashPoint('upload/mib-sent');
    },
    async commit(expected) {
      crashPoint('upload/before-publish');
      const object = await upload.commit(expected);
      crashPoint('upload/published');
      return object;
    },
    async abort(cause) {
      await upload.abort(cause);
      crashPoint('upload/aborted');
    },
  };
}

const probing = (upload: Upload): Upload => ({
  write: (chunk) => upload.write(chunk),
  abort: (cause) => upload.abort(cause),
  async commit(expected) {
    const object = await upload.commit(expected);
    crashPoint('probe/sent');
    return object;
  },
});
