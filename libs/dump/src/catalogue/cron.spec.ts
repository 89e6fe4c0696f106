import { freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { cron } from './cron';
import { inHolder, lines, psql, runAs } from './testing/run-script';

const jobs = `SELECT format('%s', row(jobname, schedule, command, database, username, active)) FROM cron.job`;

describe('cron jobs', () => {
  let source: ScratchServer;
  let target: ScratchServer;
  let sql: string;

  beforeAll(async () => {
    [source, target] = await Promise.all([freshTarget({ fixture: 'plain' }), freshTarget()]);
    expect(source.preloaded).toContain('pg_cron');
    await runAs(
      source,
      'postgres',
      `SELECT cron.schedule('0 1 1 1 *', 'SELECT ''without a name'', E''\\\\ $_$''');
      SELECT cron.alter_job(cron.schedule('asleep', '0 2 1 1 *', 'SELECT 1'), active := false)`,
    );
    const script = await inHolder(source, 'postgres', cron);
    expect(script).toMatchObject({ count: 4, warnings: [] });
    ({ sql } = script);
  });
  afterAll(async () => {
    await Promise.all([source, target].map((server) => server.stop()));
  });

  it('come back on a new project by its owner, also those without a name and those asleep', async () => {
    expect(await psql(target, 'postgres', sql)).toBe('');
    expect(await lines(target, jobs)).toEqual(await lines(source, jobs));
  });

  it('are not doubled by a second run', async () => {
    expect(await psql(target, 'postgres', sql)).toBe('');
    expect(await lines(target, jobs)).toEqual(await lines(source, jobs));
  });

  it('keep their role when a superuser restores them', async () => {
    const other = await freshTarget();
    try {
      expect(await psql(other, 'supabase_admin', sql)).toBe('');
      expect(await lines(other, jobs)).toEqual(await lines(source, jobs));
    } finally {
      await other.stop();
    }
  });

  it('where pg_cron is missing each is a warning', async () => {
    const plain = await startScratchServer({ preload: [] });
    try {
      const stderr = await psql(plain, 'postgres', sql);
      expect(stderr.match(/was not scheduled: extension pg_cron is not enabled here/g)).toHaveLength(4);
    } finally {
      await plain.stop();
    }
  });

  it('of other roles, and of other databases, are named', async () => {
    await runAs(
      source,
      'supabase_admin',
      `CREATE ROLE janitor LOGIN; GRANT USAGE ON SCHEMA cron TO janitor; GRANT SELECT ON cron.job TO janitor;
      CREATE ROLE outsider LOGIN;
      SELECT cron.schedule_in_database('theirs', '0 4 1 1 *', 'SELECT 1', 'template1', 'supabase_admin')`,
    );
    source.passwords.set('janitor', 'x').set('outsider', 'x');
    await runAs(source, 'supabase_admin', `ALTER ROLE janitor PASSWORD 'x'; ALTER ROLE outsider PASSWORD 'x'`);
    const all = await inHolder(source, 'postgres', cron);
    expect(all.warnings).toEqual([expect.objectContaining({ code: 'CRON_JOB_IN_OTHER_DATABASE', object: 'theirs' })]);
    expect(await psql(target, 'postgres', all.sql)).toMatch(
      /cron job "theirs" \(0 4 1 1 \*\) was not scheduled: must be superuser/,
    );
    expect((await inHolder(source, 'janitor', cron)).warnings).toEqual([
      expect.objectContaining({ code: 'CRON_ONLY_OWN_JOBS' }),
    ]);
    expect(await inHolder(source, 'outsider', cron)).toMatchObject({
      count: 0,
      notPermitted: expect.stringContaining('cron.job') as string,
    });
  });
});
