import { stat } from 'node:fs/promises';
import { fileSource, openArchive } from '@stowbase/archive';
import type { ArchiveSummary, Manifest } from '@stowbase/archive';
import { CliError } from '../cli-error';
import { plain } from '../words';

/**
 * Reads back what the disk holds: its size by stat, then END and the manifest with its hash.
 * @throws CliError `SIZE_MISMATCH`, ArchiveError when the stored file doesn't prove itself.
 */
export async function checkStored(
  path: string,
  sealed: number,
  summary: Pick<ArchiveSummary, 'storedBytes'>,
): Promise<Manifest> {
  const { size } = await stat(path);
  if (size !== sealed || size !== summary.storedBytes) {
    throw new CliError(
      'output',
      'SIZE_MISMATCH',
      `${plain(path)} has ${size} bytes where ${summary.storedBytes} were written.`,
      'Check the disk, then run the backup again.',
    );
  }
  const source = fileSource(path);
  try {
    return (await openArchive(source)).manifest;
  } finally {
    await source.close?.();
  }
}
