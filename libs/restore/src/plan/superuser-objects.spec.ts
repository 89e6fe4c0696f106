import { jest } from '@jest/globals';
import { lines, plainOwner, PlannedBackup } from './testing/planned-backup';

jest.setTimeout(120_000);

const made = `
  CREATE SCHEMA power; GRANT ALL ON SCHEMA power TO postgres; SET search_path = power;
  CREATE FUNCTION power.raw(internal) RETURNS internal LANGUAGE internal AS 'int4in';
  CREATE FUNCTION power.to_big(integer) RETURNS bigint LANGUAGE internal IMMUTABLE STRICT AS 'int48';
  CREATE FUNCTION power.quiet() RETURNS trigger LANGUAGE plpgsql SET session_replication_role = 'replica' AS 'BEGIN RETURN NEW; END';
  CREATE FUNCTION power.sealed(integer) RETURNS boolean LANGUAGE sql LEAKPROOF IMMUTABLE AS 'SELECT $1 > 0';
  CREATE TYPE power.twin AS (a integer);
  CREATE TYPE power.other_twin AS ENUM ('a');
  CREATE CAST (power.other_twin AS integer) WITH INOUT;
  CREATE OPERATOR CLASS power.falling FOR TYPE integer USING btree AS
    OPERATOR 1 pg_catalog.>, OPERATOR 2 pg_catalog.>=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.<=, OPERATOR 5 pg_catalog.<,
    FUNCTION 1 pg_catalog.btint4cmp(integer, integer);
  CREATE TABLE power.t (id integer PRIMARY KEY, big bigint, CHECK (power.sealed(id)));
  CREATE INDEX backwards ON power.t (id power.falling);
  CREATE VIEW power.bigger AS SELECT power.to_big(id) AS big FROM power.t;
  CREATE TRIGGER quietly BEFORE INSERT ON power.t FOR EACH ROW EXECUTE FUNCTION power.quiet();
  ALTER TABLE power.t DISABLE TRIGGER quietly;
  COMMENT ON TRIGGER quietly ON power.t IS 'goes with it'; COMMENT ON FUNCTION power.to_big(integer) IS 'goes with it';
  CREATE FOREIGN DATA WRAPPER own_wrapper; COMMENT ON FOREIGN DATA WRAPPER own_wrapper IS 'goes with it';
  CREATE SERVER somewhere FOREIGN DATA WRAPPER own_wrapper;
  CREATE USER MAPPING FOR PUBLIC SERVER somewhere OPTIONS (a 'b');
  CREATE FOREIGN TABLE power.far (id integer) SERVER somewhere;
  CREATE PUBLICATION everything FOR ALL TABLES;
  CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA power;
  INSERT INTO power.t VALUES (1, 2);
  GRANT SELECT ON ALL TABLES IN SCHEMA power TO postgres;
`;

describe('what only a superuser can make', () => {
  it('P-RESTORE-27 is left out for an owner with all that hangs on it, each by name, and the rest comes back', async () => {
    const backup = await PlannedBackup.of(null, { superuser: made });
    const { server, settings } = await plainOwner();
    try {
      const plan = await backup.plan(settings);
      const ofPlatform = /^skip (role|extension|privileges|default privileges|owner|comment) /;
      expect(lines(plan, ({ action }) => action === 'skip').filter((line) => !ofPlatform.test(line))).toEqual([
        'skip foreign data wrapper own_wrapper',
        'skip foreign table power.far',
        'skip function power.quiet()',
        'skip function power.raw(internal)',
        'skip function power.to_big(integer)',
        'skip index power.backwards',
        'skip operator class power.falling',
        'skip operator family power.falling',
        'skip policy platform_reads_vectors on storage.buckets_vectors',
        'skip publication everything',
        'skip publication of_schema',
        'skip server somewhere',
        'skip trigger quietly on power.t',
        'skip view power.bigger',
      ]);
      expect(plan.items.find(({ name }) => name === 'power.sealed(integer)')).toMatchObject({
        action: 'rewrite',
        reason: expect.stringContaining('Made without LEAKPROOF, which only a superuser can give.') as string,
      });
      const { failures } = await backup.execute(settings, plan);
      expect(failures).toEqual([]);
      const { rows } = await server.with('app', 'app', (client) =>
        client.query(`SELECT t.id, power.sealed(1) AS sealed, ('a'::power.other_twin)::text AS twin FROM power.t`),
      );
      expect(rows).toEqual([{ id: 1, sealed: true, twin: 'a' }]);
    } finally {
      await Promise.all([backup.stop(), server.stop()]);
    }
  });
});
