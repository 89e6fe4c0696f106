import type { VerifyReport } from '@stowbase/archive';
import { count, duration, plain, shellWord, size } from '../words';

/** An archive that was copied, and proven here and there. */
export interface CopyFacts {
  readonly from: string;
  readonly file: string | null;
  readonly report: VerifyReport;
  readonly seconds: number;
}

/** The JSON document of `stowbase copy --json` (docs/cli.md). */
export function copyDocument({ from, file, report, seconds }: CopyFacts): object {
  return {
    from,
    file,
    backupId: report.backupId,
    members: report.members,
    sizeBytes: report.storedBytes,
    sha256: report.fileSha256,
    seconds: Math.round(seconds * 10) / 10,
  };
}

export function copyText({ from, file, report, seconds }: CopyFacts): string {
  const word = shellWord(file ?? '');
  return [
    `Copied ${plain(from)}: ${count(report.members, 'member')}, ${size(report.storedBytes)}, every hash is right, in ${duration(seconds)}.`,
    `File     ${plain(file ?? '')}`,
    `SHA-256  ${report.fileSha256}`,
    `Check    stowbase verify ${word}`,
  ].join('\n');
}
