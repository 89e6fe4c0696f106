import { stat } from 'node:fs/promises';
import { fileSource, openArchive } from '@stowbase/archive';
import type { Archive, RangeSource } from '@stowbase/archive';
import { wrongUse } from './cli-error';
import { asWrongUse, withDestination } from './destinations/open-destination';
import { keyOf, parsePlace } from './destinations/place';
import { StorageSource } from './destinations/storage-source';
import { notReadable } from './private-file';
import type { Shell } from './shell';

/** Opens an archive, a file or one at a destination, checks END and the manifest, and closes it whatever happens in between. */
export async function withArchive<T>(
  file: string,
  identity: string[],
  shell: Shell,
  use: (archive: Archive) => Promise<T>,
): Promise<T> {
  return await withSource(file, shell, async (source) => {
    shell.signal.throwIfAborted();
    return await use(await openArchive(source, { identity, signal: shell.signal }));
  });
}

/** The bytes of a file, or of an object at a destination (`s3:nightly/x.tar`), to be read anywhere; closed at the end. */
export async function withSource<T>(file: string, shell: Shell, use: (source: RangeSource) => Promise<T>): Promise<T> {
  const place = parsePlace(file);
  if (place.is === 'path') {
    await mustBeFile(file);
    return await closed(fileSource(file), use);
  }
  const key = keyOf(place);
  return await withDestination(place.driver, shell, ({ storage }) =>
    closed(new StorageSource(storage, key, shell.signal), use).catch((e: unknown) =>
      Promise.reject(asWrongUse(place.driver, e) as Error),
    ),
  );
}

async function closed<T>(source: RangeSource, use: (source: RangeSource) => Promise<T>): Promise<T> {
  try {
    return await use(source);
  } finally {
    await source.close?.();
  }
}

/** @throws CliError when the path is missing or a folder: said before any format is looked at. */
async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch((e: unknown) => Promise.reject(notReadable(e, file, 'The archive') as Error));
  if (found.isDirectory()) throw wrongUse('That is a folder, not an archive.', 'Name the .tar file in it.');
}

/** The archive on standard input, chunk by chunk; `onChunk` hears each chunk's size. */
export async function* standardInput(
  shell: Shell,
  onChunk: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  if (process.stdin.isTTY)
    throw wrongUse(
      'Standard input is a terminal.',
      'Send an archive into it ("… | stowbase inspect -") or name a file.',
    );
  const stop = (): void => void process.stdin.destroy(new Error('stopped'));
  shell.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of process.stdin) {
      const bytes = chunk as Buffer;
      onChunk(bytes.length);
      yield bytes;
    }
  } finally {
    shell.signal.removeEventListener('abort', stop);
  }
}
