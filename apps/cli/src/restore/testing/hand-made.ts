import type { PlanAction, PlanItem, RestorePlan, RestoreReport } from '@stowbase/restore';

/** A plan as a restore of a small shop into an empty project would have it; tests change what they are about. */
export function handMadePlan(change: Partial<RestorePlan> = {}): RestorePlan {
  const plan: RestorePlan = {
    archive: {
      backupId: '0197f3a2-5b1c-4d2e-8f00-112233445566',
      createdAt: '2026-08-01T02:15:00.000Z',
      snapshotAt: '2026-08-01T02:15:01.123Z',
      projectRef: 'abcdefghijklmnopqrst',
      database: 'postgres',
      serverVersionNum: 170_006,
      encrypted: false,
      originProven: false,
    },
    target: {
      kind: 'hosted',
      ref: 'tsrqponmlkjihgfedcba',
      host: 'db.tsrqponmlkjihgfedcba.supabase.co',
      database: 'postgres',
      serverVersionNum: 170_006,
      user: 'postgres',
      superuser: false,
      confirmation: 'tsrqponmlkjihgfedcba',
    },
    mode: 'empty',
    only: [],
    items: [item('create', 'table', 'public.orders'), item('create', 'policy', 'orders_read on public.orders')],
    counts: { create: 0, skip: 0, rewrite: 0, replace: 0, conflict: 0 },
    tables: [
      { schema: 'public', name: 'orders', rows: 1000 },
      { schema: 'public', name: 'empty', rows: 0 },
    ],
    rawBytes: 65_536,
    warnings: [{ code: 'ORIGIN_NOT_PROVEN', text: 'The origin of the archive is not proven.' }],
    script: { members: [], decide: () => ({ do: 'skip', reason: '' }), toleratesMissingRights: false },
    ...change,
  };
  const counts = { ...plan.counts };
  for (const { action } of plan.items) counts[action] += 1;
  return { ...plan, counts };
}

export const item = (action: PlanAction, type: string, name: string, reason: string | null = null): PlanItem => ({
  action,
  type,
  name,
  key: JSON.stringify([type, name]),
  reason,
});

export function handMadeReport(change: Partial<RestoreReport> = {}): RestoreReport {
  return {
    plan: handMadePlan(),
    status: 'done',
    inOneTransaction: true,
    tables: 2,
    rows: 1000,
    statements: 42,
    skipped: [],
    comparisons: [
      { what: 'rows', status: 'equal', checked: 2, differences: [] },
      { what: 'foreign_keys', status: 'equal', checked: 1, differences: [] },
    ],
    warnings: [],
    safetyBackup: null,
    passwordsToSet: [],
    seconds: 99.44,
    ...change,
  };
}
