import { verifyStream } from '@stowbase/archive';
import type { VerifyReport } from '@stowbase/archive';
import { standardInput, withArchive } from '../archive-input';
import { readIdentity } from '../identity';
import { ProgressReporter } from '../progress/progress-reporter';
import type { Outcome, Shell } from '../shell';
import { count, plain, size } from '../words';
import type { VerifyOptions } from './verify-command';

/** `stowbase verify`: level 1 by default, level 2 with --deep. A damaged archive is an outcome, with what is damaged by name. */
export async function verifyArchive(file: string, options: VerifyOptions, shell: Shell): Promise<Outcome> {
  const identity = await readIdentity(shell, options.identity);
  const progress = new ProgressReporter(shell.screen, options.quiet);
  const level = options.deep ? 2 : 1;
  try {
    const report =
      file === '-'
        ? await fromInput(level, identity, shell, progress)
        : await fromFile(file, level, identity, shell, progress);
    progress.close();
    return { status: report.ok ? 'done' : 'damaged', document: verifyDocument(file, report), text: verifyText(report) };
  } finally {
    progress.close();
  }
}

async function fromFile(
  file: string,
  level: 1 | 2,
  identity: string[],
  shell: Shell,
  progress: ProgressReporter,
): Promise<VerifyReport> {
  return await withArchive(file, identity, shell, (archive) =>
    archive.verify(level, {
      signal: shell.signal,
      onProgress: ({ bytes, totalBytes }) => progress.update({ label: 'Checking', doneBytes: bytes, totalBytes }),
    }),
  );
}

async function fromInput(
  level: 1 | 2,
  identity: string[],
  shell: Shell,
  progress: ProgressReporter,
): Promise<VerifyReport> {
  let doneBytes = 0;
  const input = standardInput(shell, (bytes) => {
    doneBytes += bytes;
    progress.update({ label: 'Checking', doneBytes, totalBytes: null });
  });
  return await verifyStream(input, level, { identity, signal: shell.signal });
}

/** The JSON document of `stowbase verify --json` (docs/cli.md). */
function verifyDocument(file: string, report: VerifyReport): object {
  return {
    file: file === '-' ? null : file,
    level: report.level,
    backupId: report.backupId,
    members: report.members,
    sizeBytes: report.storedBytes,
    sha256: report.fileSha256,
    damaged: report.damaged.map(({ member, table, start, end, reason }) => ({ member, table, start, end, reason })),
  };
}

function verifyText(report: VerifyReport): string {
  const what = `${count(report.members, 'member')}, ${size(report.storedBytes)}`;
  if (report.ok) {
    const how =
      report.level === 2 ? 'every member was decoded and read as SQL, and every hash is right' : 'every hash is right';
    return [`Whole: ${what}; ${how}.`, `SHA-256  ${report.fileSha256}`].join('\n');
  }
  const lines = report.damaged.map(
    ({ member, table, start, end, reason }) =>
      `  ${plain(member)}${table ? ` (table ${plain(table)})` : ''}, bytes ${start} to ${end}: ${plain(reason)}`,
  );
  return [
    `Damaged: ${count(report.damaged.length, 'member')} of ${what}.`,
    ...lines,
    'Use another copy or another backup; "stowbase extract FILE --to DIR --salvage" writes out the members that still check.',
  ].join('\n');
}
