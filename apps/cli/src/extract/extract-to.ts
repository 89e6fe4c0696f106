import { extractArchive, salvage } from '@stowbase/archive';
import type { SalvageReport } from '@stowbase/archive';
import { withArchive, withSource } from '../archive-input';
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
    document: { to: options.to, files, bytes, salvaged: false },
    text: lines.join('\n'),
  };
}

async function salvaged(file: string, identity: string[], options: ExtractOptions, shell: Shell): Promise<Outcome> {
  return await withSource(file, shell, async (source) => {
    const report = await salvage(source, options.to, { identity, signal: shell.signal });
    const whole = report.complete && report.lost.length === 0;
    return {
      status: whole ? 'done' : 'damaged',
      document: salvageDocument(report, options.to),
      text: salvageText(report, options.to),
    };
  });
}

/** The JSON document of `stowbase extract --salvage --json` (docs/cli.md). */
function salvageDocument({ backupId, complete, written, lost }: SalvageReport, to: string): object {
  return {
    to,
    files: written.length,
    bytes: bytesOf(written),
    salvaged: true,
    backupId,
    complete,
    written: written.map(({ member, file, provenBy }) => ({ member, file, provenBy })),
    lost: lost.map(({ member, start, end, reason }) => ({ member, start, end, reason })),
  };
}

function salvageText({ complete, written, lost }: SalvageReport, to: string): string {
  const lines = [`Rescued ${count(written.length, 'file')} (${size(bytesOf(written))}) to ${plain(to)}.`];
  if (lost.length > 0) {
    lines.push(`${count(lost.length, 'member')} could not be rescued:`);
    for (const { member, start, end, reason } of lost) {
      lines.push(`  ${plain(member)}, bytes ${start} to ${end}: ${plain(reason)}`);
    }
  }
  if (!complete) lines.push('The archive has no valid end: more members may be missing than are named here.');
  if (complete && lost.length === 0) lines.push('Nothing was lost.');
  else
    lines.push(
      'What is there is not a backup: rows, tables and whole steps may be missing. Look at it before you restore it.',
    );
  return lines.join('\n');
}

const bytesOf = (written: SalvageReport['written']): number => written.reduce((sum, { bytes }) => sum + bytes, 0);
