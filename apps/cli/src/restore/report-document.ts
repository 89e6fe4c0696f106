import type { Contents } from '@stowbase/archive';
import type { RestoreReport } from '@stowbase/restore';
import { limitsToTell } from '@stowbase/dump';
import { limitsAfter } from './limits-after';
import { aboutDocument, warningsDocument } from './plan-document';

/** The JSON document of `stowbase restore --json` (docs/cli.md). `tables` and `rows` are what was really written. */
export function reportDocument(file: string, report: RestoreReport, contents: Contents): object {
  const { skipped, comparisons, safetyBackup } = report;
  return {
    ...aboutDocument(file, report.plan),
    inOneTransaction: report.inOneTransaction,
    tables: report.tables,
    rows: report.rows,
    statements: report.statements,
    skipped: skipped.map(({ member, statement, text, reason }) => ({ member, statement, text, reason })),
    comparisons: comparisons.map(({ what, status, checked, differences }) => ({ what, status, checked, differences })),
    limits: limitsToTell({ limits: limitsAfter(report, contents) }),
    warnings: warningsDocument(report.warnings),
    safetyBackup: safetyBackup && {
      file: safetyBackup.place,
      sha256: safetyBackup.fileSha256,
      gaps: safetyBackup.gaps ?? [],
    },
    seconds: Math.round(report.seconds * 10) / 10,
  };
}
