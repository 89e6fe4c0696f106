import { createHash } from 'node:crypto';
import { keysOf } from '../age/identities';
import { parseEnd, type End } from '../end';
import { cancelled, damaged, notComplete, tooLarge } from '../errors';
import { endBytes, maxManifestBytes } from '../limits';
import type { Manifest } from '../manifest';
import { plainNames } from '../members';
import { blockBytes, paddingOf, readTarHeader } from '../tar';
import type { Archive, ReadOptions } from './archive';
import { checkLayout } from './layout';
import { readManifest } from './manifest-reader';
import { rangeStream, readRange, watchedSource, type RangeSource } from './range-source';
import { refuseForeign } from './scan';
import { StoredArchive } from './stored-archive';

/**
 * Opens an archive that can be read anywhere: reads its size, its END and its manifest, and checks that they belong together.
 * @throws ArchiveError `not-ours`, `not-complete`, `damaged`, `lying-manifest`, `too-large`, `unsupported-format`, `invalid-identity`; what the
 * source failed with, which says nothing of the archive
 */
export async function openArchive(source: RangeSource, options: ReadOptions = {}): Promise<Archive> {
  const keys = keysOf(options.identity);
  const size = await source.size();
  const { manifest: place } = await readEnd(source, size);
  const manifest = await readProvenManifest(source, place, size, options.signal);
  checkLayout(manifest, place);
  return new StoredArchive({ source, size, manifest, keys, options });
}

async function readEnd(source: RangeSource, size: number): Promise<End> {
  if (size === 0) throw notComplete('it is empty');
  refuseForeign(await readRange(source, 0, Math.min(size, blockBytes)));
  if (size < endBytes) throw notComplete(`it has only ${size} bytes`);
  if (size % blockBytes !== 0) throw notComplete('it was cut off, or something follows its END');
  const tail = await readRange(source, size - endBytes, size);
  const header = readTarHeader(tail.subarray(0, blockBytes));
  const named = header !== null && header !== 'other' && header.exact && header.name === plainNames.end;
  const end = named ? parseEnd(tail.subarray(blockBytes, 2 * blockBytes)) : null;
  if (end === null || tail.subarray(2 * blockBytes).some((byte) => byte !== 0)) {
    throw notComplete('it has no valid END: it was cut off or changed, or something follows it');
  }
  return end;
}

async function readProvenManifest(
  source: RangeSource,
  place: End['manifest'],
  size: number,
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  if (place.size > maxManifestBytes) throw tooLarge(`a manifest of ${place.size} bytes`);
  const after = place.offset + place.size + paddingOf(place.size);
  if (place.offset < blockBytes || after !== size - endBytes) {
    const end = { member: plainNames.end, table: null, start: size - endBytes, end: size };
    throw damaged(end, 'it does not stand behind the manifest that it names');
  }
  const hash = createHash('sha256');
  const watched = watchedSource(source);
  const hashed = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of rangeStream(watched, place.offset, place.offset + place.size)) {
      if (signal?.aborted === true) throw cancelled(signal);
      hash.update(chunk);
      yield chunk;
    }
  };
  const bytes = hashed();
  const read = await readManifest(bytes, place.offset).catch((problem: unknown) => ({ problem }));
  // The reader may have stopped early; the hash decides what the problem means.
  while ((await bytes.next()).done !== true);
  if (watched.failure !== null) throw watched.failure.cause;
  if (signal?.aborted === true) throw cancelled(signal);
  if (hash.digest('hex') !== place.sha256) {
    const where = { member: plainNames.manifest, table: null, start: place.offset, end: place.offset + place.size };
    throw damaged(where, 'its SHA-256 is not the one in END');
  }
  if ('problem' in read) throw read.problem;
  return read;
}
