import { parseStatement } from '@stowbase/sql-stream';
import { postKindOf, type PostKind } from './post-kind';

const cases: readonly [PostKind, string][] = [
  ['setting', "SET default_tablespace = '';"],
  ['setting', "SELECT pg_catalog.set_config('search_path', '', false);"],
  ['setting', 'RESET ALL;'],
  ['key', 'CREATE UNIQUE INDEX "i" ON "s"."t" USING "btree" ("a");'],
  ['key', 'ALTER TABLE ONLY "s"."t"\n    ADD CONSTRAINT "k" PRIMARY KEY ("id");'],
  ['key', 'ALTER TABLE ONLY "s"."t" ADD CONSTRAINT "k" UNIQUE ("id");'],
  ['key', 'ALTER TABLE ONLY "s"."t" ADD CONSTRAINT "k" EXCLUDE USING "gist" ("a" WITH =);'],
  ['foreign-key', 'ALTER TABLE ONLY "s"."t" ADD CONSTRAINT "k" FOREIGN KEY ("a") REFERENCES "s"."u"("id");'],
  ['follows', 'CREATE INDEX "i" ON ONLY "s"."parent" USING "btree" ("a");'],
  ['follows', 'ALTER INDEX "s"."i" ATTACH PARTITION "s"."j";'],
  ['follows', 'ALTER INDEX "s"."i" ALTER COLUMN 2 SET STATISTICS 200;'],
  ['follows', 'ALTER TABLE "s"."t" CLUSTER ON "i";'],
  ['follows', 'ALTER TABLE ONLY "s"."t" REPLICA IDENTITY USING INDEX "i";'],
  ['follows', 'ALTER TABLE "s"."t" ADD CONSTRAINT "c" CHECK (("a" > 0)) NOT VALID;'],
  ['follows', 'ALTER DOMAIN "s"."d" ADD CONSTRAINT "c" CHECK (true);'],
  ['follows', 'COMMENT ON INDEX "s"."i" IS \'x\';'],
  ['follows', 'CREATE STATISTICS "s"."x" ON "a" FROM "s"."t";'],
  ['follows', 'ALTER TABLE "s"."t" ENABLE ROW LEVEL SECURITY;'],
  ['other', 'CREATE OR REPLACE VIEW "s"."v" AS SELECT 1;'],
  ['other', 'CREATE MATERIALIZED VIEW "s"."v" AS SELECT 1 WITH NO DATA;'],
  ['other', 'CREATE RULE "r" AS ON INSERT TO "s"."t" DO NOTHING;'],
  ['other', 'CREATE OR REPLACE TRIGGER "x" BEFORE INSERT ON "s"."t" FOR EACH ROW EXECUTE FUNCTION "s"."f"();'],
  ['other', 'CREATE POLICY "p" ON "s"."t" USING (true);'],
  ['other', 'CREATE PUBLICATION "p";'],
  ['other', 'DO $_$BEGIN IF NOT EXISTS (SELECT) THEN CREATE PUBLICATION "supabase_realtime"; END IF; END$_$;'],
  ['privilege', 'GRANT USAGE ON SCHEMA "s" TO "anon";'],
  ['privilege', 'REVOKE ALL ON TABLE "s"."t" FROM PUBLIC;'],
  ['privilege', 'ALTER DEFAULT PRIVILEGES FOR ROLE "r" GRANT SELECT ON TABLES TO "anon";'],
  ['privilege', 'DO $_$BEGIN\n  EXECUTE \'SET ROLE "r"\';\nEND$_$;'],
  ['privilege', 'SET SESSION AUTHORIZATION "r";'],
  ['privilege', 'RESET ROLE;'],
];

describe('a statement behind the rows', () => {
  it.each(cases)('is %s: %s', (kind, sql) => {
    expect(postKindOf(parseStatement(sql), Buffer.from(sql))).toBe(kind);
  });
});
