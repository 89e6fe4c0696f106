import type { Query } from '@stowbase/postgres';

export interface CronJob {
  /** null for a job that was scheduled without one. */
  readonly name: string | null;
  readonly schedule: string;
}

/** Of pg_cron, as far as this user sees them: none where the extension isn't, or where cron.job may not be read. */
export async function readCronJobs(q: Query): Promise<CronJob[]> {
  const [readable] = await q(
    `SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
       JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid AND e.extname = 'pg_cron'
      WHERE n.nspname = 'cron' AND c.relname = 'job'
        AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')`,
  );
  if (readable === undefined) return [];
  const rows = await q('SELECT jobname::pg_catalog.text AS name, schedule FROM cron.job ORDER BY jobid');
  return rows.map((row) => ({ name: row['name'] ?? null, schedule: row['schedule'] ?? '' }));
}
