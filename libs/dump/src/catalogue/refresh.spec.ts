import { availableServerMajors, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import { refresh, type RefreshScript } from './refresh';
import { inHolder, lines, psql, runAs } from './testing/run-script';

const filled = `SELECT oid::regclass::text || relispopulated FROM pg_class WHERE relkind = 'm'`;

/** `aa` reads `zz` through a view; `by_function` reads `zz` in a way the catalogue doesn't know. */
const views = `
  CREATE SCHEMA "s x"; CREATE TABLE "s x".t (n int);
  CREATE MATERIALIZED VIEW "s x".zz AS SELECT n FROM "s x".t WITH NO DATA;
  CREATE VIEW "s x".between AS SELECT n FROM "s x".zz;
  CREATE MATERIALIZED VIEW "s x"."aa ""q" AS SELECT n FROM "s x".between WITH NO DATA;
  CREATE FUNCTION "s x".sum_of_zz() RETURNS bigint LANGUAGE plpgsql STABLE AS 'BEGIN RETURN (SELECT sum(n) FROM "s x".zz); END';
  CREATE MATERIALIZED VIEW "s x"."a by_function" AS SELECT "s x".sum_of_zz() AS s WITH NO DATA;
  CREATE MATERIALIZED VIEW "s x".never AS SELECT 1 AS one WITH NO DATA;
`;

describe.each(await availableServerMajors())('refresh of materialized views, PostgreSQL %i', (major) => {
  let source: ScratchServer;
  let script: RefreshScript;

  beforeAll(async () => {
    source = await startScratchServer({ major });
    for (const database of ['postgres', 'copy', 'broken']) {
      if (database !== 'postgres') await runAs(source, 'postgres', `CREATE DATABASE ${database}`);
      await runAs(source, 'postgres', views, database);
    }
    await runAs(
      source,
      'postgres',
      `INSERT INTO "s x".t VALUES (1), (2); REFRESH MATERIALIZED VIEW "s x".zz;
      REFRESH MATERIALIZED VIEW "s x"."aa ""q"; REFRESH MATERIALIZED VIEW "s x"."a by_function"`,
    );
    script = await inHolder(source, 'postgres', refresh);
  });
  afterAll(() => source.stop());

  it('goes in the order of what they read', () => {
    expect(script.views.indexOf('"s x"."zz"')).toBeLessThan(script.views.indexOf('"s x"."aa ""q"'));
    expect(script.count).toBe(3);
  });

  it('fills those that were filled, also when a function hides what one reads, and leaves the others empty', async () => {
    expect(await psql(source, 'postgres', `SET search_path = '';\n${script.sql}`, 'copy')).toBe('');
    expect(await lines(source, filled, 'copy')).toEqual(await lines(source, filled));
  });

  it('names the one that fails and fills the rest', async () => {
    await runAs(source, 'postgres', 'DROP FUNCTION "s x".sum_of_zz() CASCADE', 'broken');
    await runAs(
      source,
      'postgres',
      `CREATE MATERIALIZED VIEW "s x"."a by_function" AS SELECT 1 / (SELECT count(*) FROM "s x".t) AS s WITH NO DATA`,
      'broken',
    );
    const stderr = await psql(source, 'postgres', script.sql, 'broken');
    expect(stderr).toMatch(
      /materialized view "s x"."a by_function" was not refreshed and can't be read: division by zero/,
    );
    expect(stderr.match(/WARNING/g)).toHaveLength(1);
    expect(await lines(source, filled, 'broken')).toContain('"s x"."aa ""q"true');
  });
});
