import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** What was read is not what was stored. */
export class NotAsStored extends Error {
  constructor(how: string) {
    super(`The destination gave ${how}.`);
    this.name = 'NotAsStored';
  }
}

/**
 * Passes on so many bytes and no others, with this SHA-256 if one is given. The last chunk is held back until all of that is certain: who
 * reads a file that isn't right never gets a whole one.
 */
export function exactly(bytes: number, sha256: string | null): Transform {
  const hash = sha256 === null ? null : createHash('sha256');
  let left = bytes;
  let held: Buffer | null = null;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length;
      if (left < 0) return done(new NotAsStored('more bytes than were stored'));
      hash?.update(chunk);
      const before = held;
      held = chunk;
      done(null, before);
    },
    flush(done) {
      if (left !== 0) return done(new NotAsStored('fewer bytes than were stored'));
      if (hash !== null && hash.digest('hex') !== sha256)
        return done(new NotAsStored('other bytes than were stored: their SHA-256 differs'));
      done(null, held);
    },
  });
}
