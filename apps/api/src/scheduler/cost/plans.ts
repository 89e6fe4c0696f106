/** Plans of Supabase; `none`: another database, or nobody counts. */
export const planNames = ['free', 'pro', 'team', 'enterprise', 'none'] as const;
export type PlanName = (typeof planNames)[number];

const gigabyte = 1_000_000_000;

/**
 * Bytes of egress that a plan includes a month; null: by contract, or nobody counts. Beyond it Pro and Team cost by the gigabyte, and Free is
 * restricted. Of an organisation, not of a project (supabase.com/docs, "Organization-based billing", read in November 2026).
 */
export const egressQuota: Readonly<Record<PlanName, number | null>> = {
  free: 5 * gigabyte,
  pro: 250 * gigabyte,
  team: 250 * gigabyte,
  enterprise: null,
  none: null,
};
