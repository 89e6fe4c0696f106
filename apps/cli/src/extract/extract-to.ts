import { extractArchive, fileSource, salvage } from '@stowbase/archive';
import type { SalvageReport } from '@stowbase/archive';
import { mustBeFile, withArchive } from '../archive-input';
import { readIdentity } from '../identity';
import type { Outcome, Shell } from '../shell';
import { count, plain, shellWord, size } from '../words';
import type { ExtractOptions } from './extract-command';

/** `stowbase extract`: plain SQL files in restore order; with --salvage whatever of a damaged archive still checks. */
export async function extractTo(file: string, options: ExtractOptions, shell: Shell): Promise<Outcome> {
  const identity = await readIdentity(shell, options.identity);
  return options.salvage
    ? await salvaged(file, identity, options, shell)
    : await extracted(file, identity, options, shell);
}

async function extracted(file: string, identity: string[], options: ExtractOptions, shell: Shell): Promise<Outcome> {
  const { files, bytes } = await withArchive(file, identity, shell, (archive) =>
    extractArchive(archive, options.to, { signal: shell.signal }),
  );
  const lines = [
    `Extracted ${count(files, 'file')} (${size(bytes)}) to ${plain(options.to)}.`,
    `Restore them in name order with psql; ${shellWord(`${options.to}/README.txt`)} has the commands.`,
  ];
  return {
    status: 'done',
    document: { to: options.to, files, bytes, salvaged: false, lost: [] },
    text: lines.join('\n'),
  };
}

async function salvaged(file: string, identity: string[], options: ExtractOptions, shell: Shell): Promise<Outcome> {
  await mustBeFile(file);
  const source = fileSource(file);
  try {
    const report = await salvage(source, options.to, { identity, signal: shell.signal });
    return { status: 'damaged', document: { to: options.to, ...report, salvaged: true }, text: salvageText(report) };
  } finally {
    await source.close?.();
  }
}

function salvageText(report: SalvageReport): string {
  return JSON.stringify(report);
}
