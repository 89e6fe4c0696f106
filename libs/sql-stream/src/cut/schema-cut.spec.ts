import fc from 'fast-check';
import { partBytes, type SqlPart } from '../part';
import { splitStatements } from '../scanner/split-statements';
import { isPostStatement } from './classify';
import { SchemaCut, cutSchema } from './schema-cut';

const sql = (parts: readonly SqlPart[]): string => Buffer.concat(parts.flatMap(partBytes)).toString();
const cut = (script: string): [string, string] => {
  const { schema, post } = cutSchema(splitStatements(Buffer.from(script)));
  return [sql(schema), sql(post)];
};

const anchors = [
  'CREATE TABLE "s"."t" ("a" int);',
  'CREATE UNLOGGED TABLE "t" ();',
  'CREATE FOREIGN TABLE "s"."t" () SERVER "x";',
  'CREATE SEQUENCE "s"."q" START WITH 1;',
  'ALTER TABLE ONLY "s"."t" ATTACH PARTITION "s"."p" DEFAULT;',
  'ALTER TABLE ONLY "s"."t" ALTER COLUMN "c" SET DEFAULT 1;',
  'ALTER SEQUENCE "s"."q" OWNED BY "s"."t"."c";',
  'ALTER TABLE "s"."t" ALTER COLUMN "c" ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "q");',
];
const posts = [
  'ALTER TABLE ONLY "s"."t"\n    ADD CONSTRAINT "c" PRIMARY KEY ("a");',
  'ALTER DOMAIN "s"."d"\n    ADD CONSTRAINT "c" CHECK (true);',
  'CREATE INDEX "i" ON "s"."t" USING "btree" ("a");',
  'CREATE UNIQUE INDEX "i" ON "s"."t" USING "btree" ("a");',
  'ALTER INDEX "s"."i" ATTACH PARTITION "s"."j";',
  'CREATE STATISTICS "s"."x" ON "a", "b" FROM "s"."t";',
  'CREATE RULE "r" AS ON INSERT TO "s"."t" DO (SELECT 1; SELECT 2;);',
  'CREATE TRIGGER "x" BEFORE INSERT ON "s"."t" EXECUTE FUNCTION "f"();',
  'CREATE CONSTRAINT TRIGGER "x" AFTER INSERT ON "s"."t" EXECUTE FUNCTION "f"();',
  'CREATE EVENT TRIGGER "e" ON "sql_drop" EXECUTE FUNCTION "f"();',
  'CREATE POLICY "p" ON "s"."t" USING (true);',
  'ALTER TABLE "s"."t" ENABLE ROW LEVEL SECURITY;',
  'CREATE PUBLICATION "p" WITH (publish = \'insert\');',
  'ALTER PUBLICATION "p" ADD TABLE ONLY "s"."t";',
  'CREATE SUBSCRIPTION "s" CONNECTION \'x\' PUBLICATION "p";',
  'CREATE OR REPLACE VIEW "s"."v" AS SELECT 1;',
  'GRANT ALL ON TABLE "s"."t" TO "anon";',
  'REVOKE ALL ON SCHEMA "s" FROM PUBLIC;',
  'SET SESSION AUTHORIZATION "dev";',
  'ALTER DEFAULT PRIVILEGES FOR ROLE "x" GRANT ALL ON TABLES TO "y";',
];
const neutrals = [
  'ALTER TABLE ONLY "s"."t" FORCE ROW LEVEL SECURITY;',
  'ALTER TABLE "s"."t" OWNER TO "x";',
  'CREATE VIEW "s"."v" AS SELECT 1;',
  'CREATE MATERIALIZED VIEW "s"."v" AS SELECT 1 WITH NO DATA;',
  'CREATE FUNCTION "s"."f"() RETURNS "text" LANGUAGE "sql" AS $$CREATE TABLE "x" ();\nGRANT ALL ON TABLE "s"."t" TO "x";$$;',
  'COMMENT ON TABLE "s"."t" IS \'x\';',
  "SET default_tablespace = '';",
  '-- Name: x; Type: TABLE; Schema: s\nCOMMENT ON CONSTRAINT "c" ON "s"."t" IS \'CREATE TABLE\';',
];

describe('the cut between schema and schema_post', () => {
  it.each(posts)('counts %j as post', (statement) => expect(isPostStatement(statement)).toBe(true));
  it.each([...anchors, ...neutrals])('does not count %j as post', (statement) => {
    expect(isPostStatement(statement)).toBe(false);
  });

  it.each(anchors)('stands behind the last %j', (anchor) => {
    const [, post] = cut(`${posts[0]}\n${anchor}\n${neutrals[1]}\n${posts[2]}\n${neutrals[2]}\n`);
    expect(post).toBe(`\n${posts[2]}\n${neutrals[2]}\n`);
  });

  it('leaves views, functions and materialized views behind the last table in schema', () => {
    const [schema, post] = cut([...anchors, ...neutrals, ...posts].join('\n'));
    expect(schema).toBe([...anchors, ...neutrals].join('\n'));
    expect(post).toBe(`\n${posts.join('\n')}`);
  });

  it('keeps a key that a later table depends on before the rows, and says so', () => {
    const seen = new SchemaCut();
    const parts = splitStatements(Buffer.from([anchors[0], posts[0], neutrals[2], anchors[1], posts[1]].join('\n')));
    expect(parts.map((part) => seen.push(part))).toEqual(['schema', 'pending', 'pending', 'settles', 'pending']);
    expect(seen.early).toEqual({ count: 1, examples: ['ALTER TABLE ONLY "s"."t"'] });
  });

  it('schema + schema_post is the stream byte for byte, no anchor is in post, post starts with a post statement', () => {
    const scripts = fc.array(fc.constantFrom(...anchors, ...posts, ...neutrals), { maxLength: 12 });
    fc.assert(
      fc.property(scripts, (statements) => {
        const script = statements.join('\n\n');
        const { schema, post } = cutSchema(splitStatements(Buffer.from(script)));
        expect(sql(schema) + sql(post)).toBe(script);
        const texts = post.map((part) => ('text' in part ? part.text.toString() : ''));
        expect(texts.some((text) => anchors.includes(text))).toBe(false);
        if (texts[0] !== undefined) expect(posts).toContain(texts[0]);
      }),
    );
  });
});
