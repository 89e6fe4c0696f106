import type { Readable } from 'node:stream';
import { ContentDigest } from '../content-digest';
import { putBuffer } from '../put-buffer';
import type { Upload, UploadState } from '../storage';
import { StorageError } from '../storage-error';
import type { ProbePlace } from './probe-place';
import { passed, warning, type ProbeOutcome, type ProbeStep } from './probe-step';

export const objectSteps: readonly ProbeStep[] = [
  {
    id: 'write',
    needs: ['sign-in'],
    async run({ storage, keys, body, written, signal }) {
      written.add(keys.main);
      await putBuffer(storage, keys.main, body, { signal });
      return passed('1 MiB was written, and the storage confirms its size.');
    },
  },
  {
    id: 'read',
    needs: ['write'],
    async run({ storage, keys, body, signal }) {
      demandEqual(await bytesOf(await storage.get(keys.main, { signal })), body, keys.main);
      return passed('What came back is what was written.');
    },
  },
  {
    id: 'range',
    needs: ['read'],
    async run(place) {
      const { storage, keys, body, signal } = place;
      const range = { start: 1_000, end: 66_000 };
      demandEqual(
        await bytesOf(await storage.get(keys.main, { range, signal })),
        body.subarray(1_000, 66_000),
        keys.main,
      );
      place.ranges = true;
      return passed('A part came back as exactly that part.');
    },
  },
  {
    id: 'list',
    needs: ['write'],
    async run({ storage, keys, body }) {
      for await (const { key, size } of storage.list(keys.main)) {
        if (key === keys.main && size === body.length) return passed('It is in the list, with its size.');
      }
      throw new StorageError(
        'unexpected',
        `"${keys.main}" was written, but the storage does not list it.`,
        'Check that the credentials may list, and that no cache is in between.',
      );
    },
  },
  {
    id: 'abort',
    needs: ['write'],
    async run({ storage, keys, body, written, signal }) {
      written.add(keys.stopped);
      let state: UploadState = {};
      const onState = (told: UploadState): Promise<void> => Promise.resolve(void (state = told));
      const upload = await storage.create(keys.stopped, { signal, onState });
      try {
        await upload.write(body);
      } finally {
        await upload.abort('The probe stops this upload.');
      }
      // An abort never fails: whether what it leaves behind may be removed, only the sweep tells.
      if (Object.keys(state).length > 0) await storage.sweep(keys.stopped, state);
      if (await isThere(storage, keys.stopped)) throw leftBehind(keys.stopped);
      return passed('Nothing is left of it.');
    },
  },
  { id: 'conditions', needs: ['write'], run: contest },
];

/** Two uploads to one key end at the same moment: only a store that decides itself refuses one of them. */
async function contest(place: ProbePlace): Promise<ProbeOutcome> {
  const { storage, keys, signal } = place;
  place.written.add(keys.contested);
  const uploads: Upload[] = [];
  try {
    for (const text of ['one', 'two']) {
      const upload = await storage.create(keys.contested, { signal });
      uploads.push(upload);
      await upload.write(Buffer.from(text));
    }
    const ends = await Promise.allSettled(uploads.map((upload, which) => upload.commit(expected[which === 0 ? 0 : 1])));
    const refusals = ends.filter((end) => end.status === 'rejected').map(({ reason }): unknown => reason);
    // One that came late may have been refused by a look of our own, or have been overwritten: a driver that sees the difference says so.
    const seen = (await storage.facts?.())?.conditions;
    if (refusals.length === 0 || seen === false || seen === null) {
      return warning(
        'Of two uploads to one name at the same moment the storage itself refused none.',
        'Let no other program write below the same prefix; Stowbase looks before it writes.',
      );
    }
    const [first] = refusals;
    if (refusals.length > 1 || !(first instanceof StorageError && first.kind === 'already-exists')) throw first;
    place.conditions = true;
    return passed('Of two uploads to one name the second was refused.');
  } finally {
    await Promise.all(uploads.map((upload) => upload.abort('The probe is over.')));
  }
}

const contentOf = (text: string): { size: number; sha256: string } => {
  const digest = new ContentDigest();
  digest.add(Buffer.from(text));
  return { size: digest.size, sha256: digest.sha256 };
};

const expected = [contentOf('one'), contentOf('two')] as const;

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function demandEqual(read: Buffer, written: Buffer, key: string): void {
  if (read.equals(written)) return;
  throw new StorageError(
    'damaged',
    `What came back of "${key}" is not what was written.`,
    'Do not use this storage before the reason is found.',
  );
}

export async function isThere(storage: ProbePlace['storage'], key: string): Promise<boolean> {
  try {
    await storage.stat(key);
    return true;
  } catch (cause) {
    if (cause instanceof StorageError && cause.kind === 'not-found') return false;
    throw cause;
  }
}

const leftBehind = (key: string): StorageError =>
  new StorageError(
    'unexpected',
    `An upload to "${key}" was stopped, but the object is there.`,
    'Do not use this storage: an unfinished backup would look like a whole one.',
  );
