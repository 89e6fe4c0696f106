import fc from 'fast-check';
import { parseStatement, quoteIdent, quoteLiteral } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';
import { renameStatement } from './rename-statement';
import { TableFamily } from './table-family';

const orders: TableName = { schema: 'public', name: 'orders' };

/** public.orders as old.o, with a sequence, an index, a primary key, a check and statistics of its own. */
function family(from = orders, to: TableName = { schema: 'old', name: 'o' }): TableFamily {
  const renamed = new TableFamily({ from, to });
  renamed.addTable(from);
  renamed.addRelation(from, { schema: from.schema, name: `${from.name}_id_seq` });
  renamed.addRelation(from, { schema: from.schema, name: 'latest' });
  renamed.addConstraintIndex(from, `${from.name}_pkey`);
  renamed.addConstraint(`${from.name}_total_check`);
  renamed.addConstraint('not_free');
  renamed.addStatistics(from, { schema: from.schema, name: 'orders_stat' });
  renamed.columns.set(JSON.stringify([from.schema, from.name]), new Set(['id', 'total', 'users']));
  renamed.settle({ has: () => false, take: () => undefined });
  return renamed;
}

const renamed = (sql: string, of = family(), table = orders): string =>
  renameStatement(Buffer.from(sql), parseStatement(sql), of, table).toString();

describe('a statement for a table under another name', () => {
  it.each([
    [
      'CREATE TABLE IF NOT EXISTS "public"."orders" (\n    "id" bigint\n);',
      'CREATE TABLE "old"."o" (\n    "id" bigint\n);',
    ],
    ['ALTER TABLE "public"."orders" OWNER TO "orders";', 'ALTER TABLE "old"."o" OWNER TO "orders";'],
    ['COPY "public"."orders" ("orders", "id") FROM stdin;\n', 'COPY "old"."o" ("orders", "id") FROM stdin;\n'],
    [
      `SELECT pg_catalog.setval('"public"."orders_id_seq"', 7, true);`,
      `SELECT pg_catalog.setval('"old"."o_id_seq"', 7, true);`,
    ],
    [
      `ALTER TABLE ONLY "public"."orders" ALTER COLUMN "id" SET DEFAULT "nextval"('"public"."orders_id_seq"'::"regclass");`,
      `ALTER TABLE ONLY "old"."o" ALTER COLUMN "id" SET DEFAULT "nextval"('"old"."o_id_seq"'::"regclass");`,
    ],
    [
      `ALTER TABLE ONLY "public"."orders" ALTER COLUMN "id" SET DEFAULT "nextval"('"public"."shared"'::"pg_catalog"."regclass");`,
      `ALTER TABLE ONLY "old"."o" ALTER COLUMN "id" SET DEFAULT "nextval"('"public"."shared"'::"pg_catalog"."regclass");`,
    ],
    [
      'ALTER TABLE ONLY "public"."orders"\n    ADD CONSTRAINT "orders_pkey" PRIMARY KEY ("id");',
      'ALTER TABLE ONLY "old"."o"\n    ADD CONSTRAINT "o_pkey" PRIMARY KEY ("id");',
    ],
    [
      'ALTER TABLE ONLY "public"."orders"\n    ADD CONSTRAINT "orders_total_check" CHECK (("total" > 0)) NOT VALID;',
      'ALTER TABLE ONLY "old"."o"\n    ADD CONSTRAINT "o_total_check" CHECK (("total" > 0)) NOT VALID;',
    ],
    [
      'CREATE INDEX "latest" ON "public"."orders" USING "btree" ("latest") WHERE "public"."orders"("orders".*);',
      'CREATE INDEX "o_latest" ON "old"."o" USING "btree" ("latest") WHERE "public"."orders"("o".*);',
    ],
    [
      'ALTER INDEX "public"."latest" ALTER COLUMN 1 SET STATISTICS 9;',
      'ALTER INDEX "old"."o_latest" ALTER COLUMN 1 SET STATISTICS 9;',
    ],
    ['ALTER TABLE "public"."orders" CLUSTER ON "latest";', 'ALTER TABLE "old"."o" CLUSTER ON "o_latest";'],
    [
      'ALTER TABLE ONLY "public"."orders" REPLICA IDENTITY USING INDEX "latest";',
      'ALTER TABLE ONLY "old"."o" REPLICA IDENTITY USING INDEX "o_latest";',
    ],
    [
      'CREATE STATISTICS "public"."orders_stat" (mcv) ON "id", "total" FROM "public"."orders";',
      'CREATE STATISTICS "old"."o_stat" (mcv) ON "id", "total" FROM "old"."o";',
    ],
    [
      `COMMENT ON COLUMN "public"."orders"."total" IS '"public"."orders"';`,
      `COMMENT ON COLUMN "old"."o"."total" IS '"public"."orders"';`,
    ],
    [
      `COMMENT ON CONSTRAINT "not_free" ON "public"."orders" IS 'x';`,
      `COMMENT ON CONSTRAINT "not_free" ON "old"."o" IS 'x';`,
    ],
    [
      `COMMENT ON CONSTRAINT "orders_pkey" ON "public"."orders" IS 'x';`,
      `COMMENT ON CONSTRAINT "o_pkey" ON "old"."o" IS 'x';`,
    ],
    [`COMMENT ON INDEX "public"."latest" IS 'x';`, `COMMENT ON INDEX "old"."o_latest" IS 'x';`],
    [
      'GRANT SELECT("id") ON TABLE "public"."orders" TO "orders";',
      'GRANT SELECT("id") ON TABLE "old"."o" TO "orders";',
    ],
    ['GRANT ALL ON SEQUENCE "public"."orders_id_seq" TO "anon";', 'GRANT ALL ON SEQUENCE "old"."o_id_seq" TO "anon";'],
  ])('%s', (sql, expected) => {
    expect(renamed(sql)).toBe(expected);
  });

  it('a foreign key to itself points to the copy, one to another table stays', () => {
    const key = 'ALTER TABLE ONLY "public"."orders"\n    ADD CONSTRAINT "x" FOREIGN KEY ("id") REFERENCES';
    const own = 'ALTER TABLE ONLY "old"."o"\n    ADD CONSTRAINT "x" FOREIGN KEY ("id") REFERENCES';
    expect(renamed(`${key} "public"."orders"("id");`)).toBe(`${own} "old"."o"("id");`);
    expect(renamed(`${key} "public"."customers"("id");`)).toBe(`${own} "public"."customers"("id");`);
  });

  it('a policy sees the copy where it saw the table', () => {
    expect(
      renamed(`CREATE POLICY "orders" ON "public"."orders" FOR SELECT USING ((EXISTS ( SELECT 1
   FROM ("public"."orders" "orders_1" JOIN "app"."users" ON (("users"."order" = "orders"."id")))
  WHERE ("orders_1"."total" = "orders"."total"))));`),
    ).toBe(`CREATE POLICY "orders" ON "old"."o" FOR SELECT USING ((EXISTS ( SELECT 1
   FROM ("old"."o" "orders_1" JOIN "app"."users" ON (("users"."order" = "o"."id")))
  WHERE ("orders_1"."total" = "o"."total"))));`);
  });

  it('a policy of a partition keeps the old name of its parent as an alias', () => {
    const partition = { schema: 'public', name: 'orders_2026' };
    const both = new TableFamily({ from: orders, to: { schema: 'old', name: 'o' } });
    [orders, partition].forEach((table) => both.addTable(table));
    both.settle({ has: () => false, take: () => undefined });
    const sql =
      'CREATE POLICY "p" ON "public"."orders_2026" USING ((( SELECT "max"("orders"."id") FROM "public"."orders") > 1));';
    expect(renamed(sql, both, partition)).toBe(
      'CREATE POLICY "p" ON "old"."o_2026" USING ((( SELECT "max"("orders"."id") FROM "old"."o" "orders") > 1));',
    );
  });

  it("a schema that is called like the table stays: its functions, types and tables are not the table's columns", () => {
    const auth = { schema: 'app', name: 'auth' };
    const sql = `CREATE POLICY "p" ON "app"."auth" USING ((("auth"."uid"() = "id") AND (( SELECT "auth"."total" FROM "auth"."users") > ("x")::"auth"."total")));`;
    expect(renamed(sql, family(auth), auth)).toBe(
      `CREATE POLICY "p" ON "old"."o" USING ((("auth"."uid"() = "id") AND (( SELECT "o"."total" FROM "auth"."users") > ("x")::"auth"."total")));`,
    );
  });

  it('P-RESTORE-33 no literal, comment or body is touched, whatever stands in it', () => {
    const text = fc.oneof(
      fc.constantFrom(
        '"public"."orders"',
        'orders',
        '"orders".*',
        `'"public"."orders_id_seq"'::regclass`,
        '\\',
        '$$',
        '*/',
        '--',
      ),
      fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0')),
    );
    fc.assert(
      fc.property(text, text, (literal, comment) => {
        const inside = `/* ${comment.replaceAll('*/', '').replaceAll('/*', '')} */ CHECK (("a" <> ${quoteLiteral(literal)}::"text"))`;
        const column = `${quoteIdent('public.orders')} "text" DEFAULT ${quoteLiteral(literal)}`;
        expect(
          renamed(`CREATE TABLE "public"."orders" (\n    ${column},\n    CONSTRAINT "not_free" ${inside}\n);`),
        ).toBe(`CREATE TABLE "old"."o" (\n    ${column},\n    CONSTRAINT "not_free" ${inside}\n);`);
      }),
    );
  });

  it('any names', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= 63);
    fc.assert(
      fc.property(name, name, name, name, (schema, table, toSchema, to) => {
        fc.pre(schema !== toSchema || table !== to);
        const [from, into] = [
          { schema, name: table },
          { schema: toSchema, name: to },
        ];
        const statement = (at: TableName, sequence: string): string =>
          `ALTER TABLE ONLY ${quoteIdent(at.schema)}.${quoteIdent(at.name)} ALTER COLUMN ${quoteIdent(table)} SET DEFAULT "nextval"(${quoteLiteral(sequence)}::"regclass");`;
        const of = family(from, into);
        const sequence = of.relation({ schema, name: `${table}_id_seq` });
        expect(renamed(statement(from, `${quoteIdent(schema)}.${quoteIdent(`${table}_id_seq`)}`), of, from)).toBe(
          statement(into, `${quoteIdent(toSchema)}.${quoteIdent(sequence?.name ?? '')}`),
        );
      }),
    );
  });
});
