import { stat } from 'node:fs/promises';
import { fileSource, openArchive } from '@stowbase/archive';
import type { Archive } from '@stowbase/archive';
import { wrongUse } from './cli-error';
import { notReadable } from './private-file';
import type { Shell } from './shell';

/** Opens an archive file, checks END and the manifest, and closes it whatever happens in between. */
export async function withArchive<T>(
  file: string,
  identity: string[],
  shell: Shell,
  use: (archive: Archive) => Promise<T>,
): Promise<T> {
  await mustBeFile(file);
  const source = fileSource(file);
  try {
    shell.signal.throwIfAborted();
    return await use(await openArchive(source, { identity, signal: shell.signal }));
  } finally {
    await source.close?.();
  }
}

/** @throws CliError when the path is missing or a folder: said before any format is looked at. */
export async function mustBeFile(file: string): Promise<void> {
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
