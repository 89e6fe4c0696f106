import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { cliLineRules, type CliSection } from './cli-line-rules';
import { schemaLineRules } from './schema-lines';

const run = (
  section: CliSection,
  input: Buffer | string,
  size = Number.MAX_SAFE_INTEGER,
  keepComments = false,
): Buffer => {
  const transform = cliLineRules(section, { keepComments });
  const bytes = Buffer.from(input);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) out.push(transform.push(Buffer.from(bytes.subarray(at, at + size))));
  return Buffer.concat([...out, transform.end()]);
};
const schema = (line: string): string => run('schema', `${line}\n`).toString();
const commented = (line: string): string => run('schema', `${line}\n`, undefined, true).toString();

describe("the CLI's line rules, schema", () => {
  it.each([
    ['CREATE SCHEMA "a";', 'CREATE SCHEMA IF NOT EXISTS "a";'],
    ['CREATE TABLE "a"."b" (', 'CREATE TABLE IF NOT EXISTS "a"."b" ('],
    ['CREATE SEQUENCE "a"."b"', 'CREATE SEQUENCE IF NOT EXISTS "a"."b"'],
    ['CREATE VIEW "a"."b" AS', 'CREATE OR REPLACE VIEW "a"."b" AS'],
    ['CREATE FUNCTION "a"."b"()', 'CREATE OR REPLACE FUNCTION "a"."b"()'],
    ['CREATE TRIGGER "a" BEFORE', 'CREATE OR REPLACE TRIGGER "a" BEFORE'],
    ['CREATE EXTENSION IF NOT EXISTS "pgmq" WITH SCHEMA "pgmq";', 'CREATE EXTENSION IF NOT EXISTS "pgmq";'],
    ['CREATE UNLOGGED TABLE "a" (', 'CREATE UNLOGGED TABLE "a" ('],
    [
      'ALTER PUBLICATION "supabase_realtime" OWNER TO "postgres";',
      'ALTER PUBLICATION "supabase_realtime" OWNER TO "postgres";',
    ],
    ['GRANT ALL ON TABLE "auth"."users" TO "a";', null],
    ['GRANT USAGE ON SCHEMA "auth" TO "a";', null],
    ['GRANT ALL ON TABLE "public"."auth" TO "a";', 'GRANT ALL ON TABLE "public"."auth" TO "a";'],
    ['REVOKE ALL ON FUNCTION "public"."f"("p" "auth"."users") FROM PUBLIC;', null],
    ['CREATE PUBLICATION "supabase_realtimely";', null],
    ['CREATE EVENT TRIGGER "e" ON "sql_drop"', null],
    ["         WHEN TAG IN ('x')", null],
    ['   EXECUTE FUNCTION "f"();', null],
    ['ALTER FOREIGN DATA WRAPPER "w" OWNER TO "x";', null],
    ['ALTER DEFAULT PRIVILEGES FOR ROLE "supabase_admin" IN SCHEMA "public" GRANT ALL ON TABLES TO "a";', null],
    ['GRANT ALL ON FOREIGN DATA WRAPPER "w" TO "postgres" WITH GRANT OPTION;', null],
    ['COMMENT ON EXTENSION "x" IS \'y\';', null],
    ['CREATE POLICY "cron_job_x" ON "public"."t";', null],
    ['ALTER TABLE "cron"."job" X;', null],
    ['SET transaction_timeout = 0;', null],
    ['\\restrict abc', null],
    ['\\unrestrict abc', null],
    ['-- a comment', null],
  ])('make of %j %j', (line, expected) => {
    expect(schema(line)).toBe(expected === null ? '' : `${expected}\n`);
    if (expected === null && !line.startsWith('--')) expect(commented(line)).toBe(`-- ${line}\n`);
  });

  it('keep their defects: lines inside literals and bodies change as well', () => {
    const body = 'AS $$\n-- lost\nCREATE TABLE "x" ();\n   EXECUTE FUNCTION x\n$$;\n';
    expect(run('schema', body).toString()).toBe('AS $$\nCREATE TABLE IF NOT EXISTS "x" ();\n$$;\n');
  });

  it('of the history drop no privilege by schema', () => {
    const grant = 'GRANT USAGE ON SCHEMA "auth" TO "a";\n';
    expect(run('history', grant).toString()).toBe(grant);
  });
});

describe("the CLI's line rules, data and roles", () => {
  it('put the replication role before the rows and RESET ALL behind them, and comment restrict lines', () => {
    expect(run('data', '-- kept\n\\restrict a\n\\unrestrict b\n\\restrict\nx \\restrict \n').toString()).toBe(
      'SET session_replication_role = replica;\n\n-- kept\n-- \\restrict a\n-- \\unrestrict b\n\\restrict\nx \\restrict \nRESET ALL;\n',
    );
    expect(run('data', '').toString()).toBe('SET session_replication_role = replica;\n\nRESET ALL;\n');
  });

  it('leave reserved roles out but keep their allowed settings, and collapse equal lines', () => {
    const roles = [
      '\\restrict x',
      '',
      '',
      'CREATE ROLE "anon";',
      'ALTER ROLE "anon" WITH NOSUPERUSER INHERIT NOREPLICATION;',
      'CREATE ROLE "dev";',
      'ALTER ROLE "dev" WITH NOSUPERUSER INHERIT NOREPLICATION NOBYPASSRLS;',
      'ALTER ROLE "anon" SET "statement_timeout" TO \'3s\';',
      'ALTER ROLE "anon" SET "lock_timeout" TO \'3s\';',
      'GRANT "dev" TO "authenticator" GRANTED BY "x";',
      'GRANT "dev" TO "other";',
    ];
    expect(run('roles', `${roles.join('\n')}\n`).toString()).toBe(
      [
        '',
        'CREATE ROLE "dev";',
        'ALTER ROLE "dev" WITH INHERIT NOBYPASSRLS;',
        'ALTER ROLE "anon" SET "statement_timeout" TO \'3s\';',
        'GRANT "dev" TO "other";',
        'RESET ALL;',
        '',
      ].join('\n'),
    );
  });
});

describe("the CLI's line rules, grants on parameters (P-PARITY-3)", () => {
  const roles = (...lines: string[]): string[] =>
    run('roles', `${lines.join('\n')}\n`)
      .toString()
      .split('\n')
      .slice(0, -2);

  it.each([
    ['GRANT SET ON PARAMETER "log_statement" TO "anon";', true],
    ['GRANT SET, ALTER SYSTEM ON PARAMETER "log_statement" TO "supabase_etl_admin" WITH GRANT OPTION;', true],
    ['GRANT ALL ON PARAMETER "a" TO "authenticated"', true],
    ['GRANT SET ON PARAMETER "log_statement" TO "reporting";', false],
    ['GRANT SET ON PARAMETER "log_statement" TO "anonymous";', false],
    ['GRANT SET ON PARAMETER log_statement TO "anon";', false],
    [' GRANT SET ON PARAMETER "log_statement" TO "anon";', false],
    ['GRANT SET ON PARAMETER "a" TO "dev"; -- TO "anon"', false],
  ])('of %j: removed is %j', (line, removed) => expect(roles(line)).toEqual(removed ? [] : [line]));

  it('stay inside a literal or a name that began on a line before, and only there', () => {
    const grant = 'GRANT SET ON PARAMETER "a" TO "anon";';
    expect(roles(`ALTER ROLE "dev" SET "x" TO 'it''s`, grant, `';`, grant)).toEqual([
      `ALTER ROLE "dev" SET "x" TO 'it''s`,
      grant,
      `';`,
    ]);
    expect(roles('ALTER ROLE "de""v', grant, '" SET "x" TO \'1\';', grant)).toEqual([
      'ALTER ROLE "de""v',
      grant,
      '" SET "x" TO \'1\';',
    ]);
    expect(roles("SELECT 1; -- it's", grant)).toEqual(["SELECT 1; -- it's"]);
    expect(roles("SELECT '-- ", grant, "';")).toEqual(["SELECT '-- ", grant, "';"]);
  });
});

describe("the CLI's line rules, any bytes", () => {
  const pieces = fc.constantFrom(
    ...[
      '\n',
      '\r',
      '\\restrict ',
      '\\unrestrict ',
      '\\',
      '-- ',
      'CREATE TABLE "',
      'GRANT ALL ON TABLE "auth"',
      ' ON ',
      ' "auth"',
      'GRANT "a" TO "anon"',
    ],
    ...[
      'ALTER ROLE "anon"',
      ' SET "statement_timeout" ',
      ' NOSUPERUSER',
      ' NOREPLICATION',
      '\u2028',
      'é',
      'x',
      '   EXECUTE FUNCTION ',
      'CREATE EXTENSION IF NOT EXISTS "pgmq"',
    ],
  );
  const lines = fc.array(pieces, { maxLength: 30 }).map((parts) => Buffer.from(parts.join('')));

  it.each(['schema', 'history', 'data', 'roles'] as const)('give the same %s for any chunking', (section) => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 25 }), (bytes, size) => {
        expect(run(section, bytes, size)).toEqual(run(section, bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('agree with sed on every line of the schema chain', () => {
    const script = schemaLineRules().map(([pattern, replacement]) => {
      const source = pattern.source.replaceAll('(?:', '(').replaceAll('[^\\n]', '.').replaceAll('/', '\\/');
      return `s/${source}/${replacement.replaceAll('$&', '&').replaceAll('$1', '\\1')}/`;
    });
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 10 }), (many) => {
        const input = Buffer.concat([...many, Buffer.from('\n')]);
        const sed = spawnSync('sed', ['-E', [...script, '/^--/d'].join('\n')], {
          input,
          env: { ...process.env, LC_ALL: 'C' },
        });
        expect(run('schema', input).equals(sed.stdout)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
