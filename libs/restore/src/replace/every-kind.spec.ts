import { connect, queryOf } from '@stowbase/postgres';
import { availableServerMajors, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import { keyText } from '../object-key';
import type { PlanItem, RestorePlan } from '../plan/restore-plan';
import { readTarget } from '../target/read-target';
import { everywhere } from '../target/testing/lone-objects';
import { dropReplaced } from './drop-replaced';

/** Keys of what stands for itself or comes with it, as a plan has them. */
const replacing = (keys: Iterable<string>): Pick<RestorePlan, 'items' | 'tables'> => ({
  items: [...keys].map((key): PlanItem => ({
    action: 'replace',
    type: 'object',
    name: keyText(key),
    key,
    reason: null,
  })),
  tables: [],
});

const without = (some: Set<string>, others: Set<string>): string[] => [...some].filter((key) => !others.has(key));

describe.each(await availableServerMajors())('dropping one object of each kind on PostgreSQL %i', (major) => {
  let server: ScratchServer;
  let client: Client;
  beforeAll(async () => {
    server = await startScratchServer({ major });
    client = await connect(server.settings('postgres', 'postgres'));
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  const keysNow = async (): Promise<Set<string>> =>
    new Set((await readTarget(server.settings('postgres', 'postgres'), client)).objects.keys);
  const run = async (statements: string | string[]): Promise<void> => {
    for (const sql of [statements].flat()) await client.query(sql);
  };
  const dropNew = async (before: Set<string>): Promise<void> => {
    const plan = replacing(without(await keysNow(), before));
    await client.query('BEGIN');
    try {
      await dropReplaced(client, plan);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  };

  it.each(everywhere.filter(({ what }) => what !== 'subscription'))(
    'P-RESTORE-66 $what: as the plan names it, with what belongs to it',
    async ({ make }) => {
      const before = await keysNow();
      await run(make);
      expect((await keysNow()).size).toBeGreaterThan(before.size);
      await dropNew(before);
      expect(await keysNow()).toEqual(before);
    },
  );

  it.each([
    [
      'a server with its user mappings',
      'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s; CREATE USER MAPPING FOR postgres SERVER s; CREATE FOREIGN TABLE f (a integer) SERVER s',
    ],
    [
      'a transform',
      'CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal))',
    ],
    [
      'rules, statistics, a domain with a check',
      `CREATE TABLE r (a integer, b integer); CREATE RULE "r; 1" AS ON DELETE TO r DO INSTEAD NOTHING;
      CREATE STATISTICS st ON a, b FROM r; CREATE DOMAIN d AS integer CONSTRAINT "c on x" CHECK (VALUE > 0)`,
    ],
    [
      'aggregates and procedures of all shapes',
      `CREATE AGGREGATE nothing(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
      CREATE FUNCTION sf(float8[], float8) RETURNS float8[] LANGUAGE sql AS 'SELECT $1';
      CREATE FUNCTION ff(float8[], float8) RETURNS float8 LANGUAGE sql AS 'SELECT $2';
      CREATE AGGREGATE share(float8 ORDER BY float8) (SFUNC = sf, STYPE = float8[], FINALFUNC = ff, INITCOND = '{}');
      CREATE PROCEDURE outs(INOUT a integer, OUT b text, VARIADIC c text[]) LANGUAGE sql AS 'SELECT 1, NULL::text'`,
    ],
    [
      'foreign keys in a circle',
      `CREATE TABLE a (id integer PRIMARY KEY, b integer); CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`,
    ],
    [
      'a table and a function that need each other',
      `CREATE TABLE t (a integer); CREATE FUNCTION of_t(t) RETURNS integer LANGUAGE sql AS 'SELECT 1';
      ALTER TABLE t ADD CHECK (of_t(t) > 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (of_t(t) = 1);
      CREATE TRIGGER z BEFORE UPDATE ON t FOR EACH ROW WHEN (of_t(NEW) > 1) EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    ],
    [
      'a table whose generated column and default call functions of its type',
      `CREATE TABLE g (a integer, c integer);
      CREATE FUNCTION one(g) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT one(NULL::g)';
      ALTER TABLE g ALTER c SET DEFAULT two()`,
    ],
    [
      'views on views on materialized views',
      `CREATE VIEW v1 AS SELECT 1 AS a; CREATE MATERIALIZED VIEW m1 AS SELECT * FROM v1; CREATE VIEW v2 AS SELECT * FROM m1;
      CREATE MATERIALIZED VIEW m2 AS SELECT * FROM v2; CREATE FUNCTION fm() RETURNS SETOF m2 LANGUAGE sql AS 'SELECT * FROM m2'`,
    ],
    [
      'names of any characters',
      `CREATE SCHEMA "it's; -- ""s"""; CREATE TABLE "it's; -- ""s"""."a ""b"".c é" ("x on y" integer CONSTRAINT "c on d" CHECK (true));
      CREATE POLICY "p on q" ON "it's; -- ""s"""."a ""b"".c é"; CREATE TYPE "it's; -- ""s"""."$1" AS ENUM ()`,
    ],
  ])('P-RESTORE-66 %s', async (_what, make) => {
    const before = await keysNow();
    await run(make);
    await dropNew(before);
    expect(await keysNow()).toEqual(before);
  });

  it('P-RESTORE-66 only a policy, a trigger, a rule, a constraint of tables that stay', async () => {
    await run(`CREATE TABLE stays (a integer PRIMARY KEY, b integer CONSTRAINT positive CHECK (b > 0));
      CREATE POLICY p ON stays USING (true); CREATE RULE r AS ON DELETE TO stays DO INSTEAD NOTHING; CREATE DOMAIN ds AS integer CONSTRAINT k CHECK (VALUE > 0);
      CREATE TRIGGER tr BEFORE UPDATE ON stays FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`);
    const before = await keysNow();
    const named = [...before].filter((key) => /^\["(policy|trigger|rule|constraint)","public","(stays|ds)",/.test(key));
    expect(named).toHaveLength(6);
    await client.query('BEGIN');
    await dropReplaced(client, replacing(named));
    await client.query('COMMIT');
    const gone = without(before, await keysNow());
    // The primary key takes its index along.
    expect(gone.sort()).toEqual([...named, '["relation","public","stays_pkey"]'].sort());
  });

  it('P-RESTORE-65 a subscription that has a slot at its publisher is named', async () => {
    const { make = '', undo = '' } = everywhere.find(({ what }) => what === 'subscription') ?? {};
    const before = await keysNow();
    await run(make);
    await expect(dropNew(before)).rejects.toMatchObject({
      code: 'REPLACE_BLOCKED',
      detail: 'subscription mine can only be dropped outside of a transaction',
    });
    await run(undo);
  });

  it('P-RESTORE-65 the index of a key, the sequence of an identity column, what an extension brought: named, not dropped', async () => {
    await run(`CREATE TABLE whole (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY); CREATE EXTENSION citext`);
    for (const [key, text] of [
      [
        '["relation","public","whole_pkey"]',
        'index public.whole_pkey is a part of table constraint whole_pkey on public.whole',
      ],
      ['["relation","public","whole_id_seq"]', 'sequence public.whole_id_seq is a part of table public.whole'],
      ['["type","public","citext"]', 'type public.citext is a part of extension citext'],
    ] as const) {
      await client.query('BEGIN');
      const error: unknown = await dropReplaced(client, replacing([key])).catch((cause: unknown) => cause);
      await client.query('ROLLBACK');
      expect(error).toMatchObject({ code: 'REPLACE_BLOCKED', detail: expect.stringContaining(text) as string });
    }
  });

  it('P-RESTORE-66 what is gone already is no error', async () => {
    const before = await keysNow();
    await client.query('BEGIN');
    await dropReplaced(client, replacing(['["relation","public","never there"]', '["cast","","a AS b"]']));
    await client.query('COMMIT');
    expect(await keysNow()).toEqual(before);
    expect(await queryOf(client)('SELECT 1::text AS one')).toEqual([{ one: '1' }]);
  });
});
