import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import { guarded, warn } from './guarded';
import { joinSql } from './join-sql';
import { flag, text } from './rows';
import type { CatalogueContext, CatalogueScript, CatalogueWarning, Query } from './types';

interface CronJob {
  readonly name: string | null;
  readonly schedule: string;
  readonly command: string;
  readonly database: string;
  readonly username: string;
  readonly active: boolean;
}

/** pg_cron's jobs, as calls of its own functions: its tables can't be written by a project's owner. */
export async function cron(q: Query, ctx: CatalogueContext): Promise<CatalogueScript> {
  const [access] = await q(
    `SELECT (c.oid IS NOT NULL)::pg_catalog.text AS present,
            coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'), false)::pg_catalog.text AS readable,
            coalesce(pg_catalog.row_security_active(c.oid), false)::pg_catalog.text AS filtered
       FROM pg_catalog.pg_extension e
       LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = 'cron'
       LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'job'
      WHERE e.extname = 'pg_cron'`,
  );
  if (access === undefined || !flag(access, 'present')) return { sql: '', count: 0, warnings: [] };
  if (!flag(access, 'readable')) {
    return {
      sql: '',
      count: 0,
      warnings: [],
      notPermitted: `${ctx.currentUser} may not read cron.job: GRANT USAGE ON SCHEMA cron and SELECT ON cron.job to it`,
    };
  }
  const jobs = await readJobs(q);
  return {
    sql: joinSql(jobs.map((job) => scheduleJob(job, ctx))),
    count: jobs.length,
    warnings: [
      ...(flag(access, 'filtered') ? [onlyOwnJobs(ctx)] : []),
      ...jobs.filter((job) => job.database !== ctx.database).map(inOtherDatabase),
    ],
  };
}

async function readJobs(q: Query): Promise<CronJob[]> {
  const rows = await q(
    `SELECT jobname::pg_catalog.text AS name, schedule, command, database, username, active::pg_catalog.text AS active FROM cron.job ORDER BY jobid`,
  );
  return rows.map((row) => ({
    name: row.name ?? null,
    schedule: text(row, 'schedule'),
    command: text(row, 'command'),
    database: text(row, 'database'),
    username: text(row, 'username'),
    active: flag(row, 'active'),
  }));
}

/** An inactive job that can't be made inactive is not made: both happen in one guarded block. */
function scheduleJob(job: CronJob, ctx: CatalogueContext): string {
  const what = `cron job ${job.name === null ? quoteLiteral(job.command.slice(0, 60)) : quoteIdent(job.name)} (${job.schedule})`;
  const name = job.name === null ? 'NULL' : quoteLiteral(job.name);
  const own = `cron.schedule(${job.name === null ? '' : `${name}, `}${quoteLiteral(job.schedule)}, ${quoteLiteral(job.command)})`;
  const database = job.database === ctx.database ? 'pg_catalog.current_database()' : quoteLiteral(job.database);
  const username = quoteLiteral(job.username);
  // Only a superuser may; a job without a name can't be given to a role when it is made.
  const forOther =
    job.name === null
      ? `id := ${own}; PERFORM cron.alter_job(job_id := id, database := ${database}, username := ${username});`
      : `id := cron.schedule_in_database(${name}, ${quoteLiteral(job.schedule)}, ${quoteLiteral(job.command)}, ${database}, ${username});`;
  const same = `schedule = ${quoteLiteral(job.schedule)} AND command = ${quoteLiteral(job.command)} AND username = ${username}`;
  return guarded({
    declare: 'id pg_catalog.int8;',
    body: [
      `IF NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN`,
      warn(`${what} was not scheduled: extension pg_cron is not enabled here`),
      'RETURN;',
      'END IF;',
      ...(job.name === null
        ? [`IF EXISTS (SELECT FROM cron.job WHERE jobname IS NULL AND ${same}) THEN RETURN; END IF;`]
        : []),
      job.database === ctx.database
        ? `IF current_user = ${username} THEN id := ${own}; ELSE ${forOther} END IF;`
        : forOther,
      ...(job.active ? [] : ['PERFORM cron.alter_job(job_id := id, active := false);']),
    ].join('\n'),
    otherwise: `${what} was not scheduled`,
    hint: `As role ${quoteIdent(job.username)}: SELECT ${own};`,
  });
}

function onlyOwnJobs(ctx: CatalogueContext): CatalogueWarning {
  return {
    code: 'CRON_ONLY_OWN_JOBS',
    text: `${ctx.currentUser} sees only its own jobs in cron.job: those of other roles are not in this backup.`,
    object: 'cron.job',
  };
}

function inOtherDatabase(job: CronJob): CatalogueWarning {
  return {
    code: 'CRON_JOB_IN_OTHER_DATABASE',
    text: `This job runs in database ${quoteIdent(job.database)} and is scheduled there again, whatever the restored database is called.`,
    object: job.name ?? job.command.slice(0, 60),
  };
}
