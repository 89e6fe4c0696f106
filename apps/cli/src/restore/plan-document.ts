import { formatSelection } from '@stowbase/restore';
import type { RestorePlan } from '@stowbase/restore';

/** The JSON document of `stowbase restore --plan --json` (docs/cli.md). */
export function planDocument(file: string, plan: RestorePlan): object {
  return {
    ...aboutDocument(file, plan),
    items: plan.items.map(({ action, type, name, reason }) => ({ action, type, name, reason })),
    tableList: plan.tables.map(({ schema, name, rows }) => ({ schema, name, rows })),
    warnings: warningsDocument(plan.warnings),
  };
}

/** What plan and report share: what goes where, how, and how much of it. */
export function aboutDocument(file: string, plan: RestorePlan): object {
  const { archive, target, mode, only, counts, tables, rawBytes } = plan;
  return {
    file,
    archive: {
      backupId: archive.backupId,
      createdAt: archive.createdAt,
      snapshotAt: archive.snapshotAt,
      projectRef: archive.projectRef,
      database: archive.database,
      serverVersionNum: archive.serverVersionNum,
      encrypted: archive.encrypted,
      originProven: archive.originProven,
    },
    target: {
      kind: target.kind,
      projectRef: target.ref,
      host: target.host,
      database: target.database,
      serverVersionNum: target.serverVersionNum,
      user: target.user,
      superuser: target.superuser,
      confirmation: target.confirmation,
    },
    mode,
    only: only.map(formatSelection),
    counts: {
      create: counts.create,
      skip: counts.skip,
      rewrite: counts.rewrite,
      replace: counts.replace,
      conflict: counts.conflict,
    },
    tables: tables.length,
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    rawBytes,
  };
}

export const warningsDocument = (warnings: RestorePlan['warnings']): object[] =>
  warnings.map(({ code, text, object }) => ({ code, text, object: object ?? null }));
