import { availableServerMajors, freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { eventTriggers } from './event-triggers';
import { inHolder, lines, psql, runAs } from './testing/run-script';

const all = `SELECT format('%s', row(evtname, evtevent, evtowner::regrole, evtenabled, evttags, evtfoid::regproc, obj_description(oid, 'pg_event_trigger'))) FROM pg_event_trigger`;
const functions = `CREATE FUNCTION public."on ddl"() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`;

describe.each(await availableServerMajors())('event triggers, PostgreSQL %i', (major) => {
  let source: ScratchServer;
  let target: ScratchServer;
  let sql: string;

  beforeAll(async () => {
    [source, target] = await Promise.all([freshTarget({ major }), freshTarget({ major })]);
    for (const server of [source, target]) await runAs(server, 'postgres', functions);
    await runAs(
      source,
      'supabase_admin',
      `
      CREATE EVENT TRIGGER "my ""trigger" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION public."on ddl"();
      CREATE EVENT TRIGGER asleep ON sql_drop EXECUTE FUNCTION public."on ddl"(); ALTER EVENT TRIGGER asleep DISABLE;
      CREATE EVENT TRIGGER always ON ddl_command_start EXECUTE FUNCTION public."on ddl"(); ALTER EVENT TRIGGER always ENABLE ALWAYS;
      COMMENT ON EVENT TRIGGER always IS 'it''s mine'`,
    );
    const script = await inHolder(source, 'postgres', eventTriggers);
    expect(script.count).toBe(3);
    ({ sql } = script);
  });
  afterAll(async () => {
    await Promise.all([source, target].map((server) => server.stop()));
  });

  it('are a warning each for a role that may not make them', async () => {
    expect(
      (await psql(target, 'postgres', sql)).match(/event trigger .* was not created: permission denied/g),
    ).toHaveLength(3);
  });

  it('come back by a superuser, in their state; a second run changes nothing', async () => {
    expect(await psql(target, 'supabase_admin', sql)).toBe('');
    expect(await lines(target, all)).toEqual(await lines(source, all));
    expect(await psql(target, 'supabase_admin', sql)).toBe('');
  });
});
