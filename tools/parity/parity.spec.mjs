import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sql from '../../libs/sql-stream/src/index.ts';
import { explain, reasons } from './differences.mjs';
import { throughCliRules } from './dumps.mjs';
import { hostileLines } from './hostile-lines.mjs';
import { firstDifference } from './same-bytes.mjs';
import { cliFileOf, unitsOf } from './units.mjs';

const schema = Buffer.from(`--
-- PostgreSQL database dump
--

\\restrict key

SET statement_timeout = 0;

CREATE EXTENSION IF NOT EXISTS "citext" WITH SCHEMA "extensions";


CREATE FUNCTION "public"."f"("p" "auth"."users") RETURNS "text"
    LANGUAGE "sql"
    AS $$
-- kept by us
SELECT 'x'$$;


ALTER FUNCTION "public"."f"("p" "auth"."users") OWNER TO "supabase_admin";

CREATE TABLE "public"."t" (
    "a" "text" DEFAULT '
-- kept too'
);


GRANT SELECT ON TABLE "public"."t" TO "anon";
REVOKE ALL ON FUNCTION "public"."f"("p" "auth"."users") FROM PUBLIC;


\\unrestrict key

`);
const units = () => unitsOf(sql, 'schema', sql.excludedFromSchema, schema);
const explained = (/** @type {any[]} */ all) => explain(sql, 'schema', sql.excludedFromSchema, all);

describe('the comparison with the Supabase CLI', () => {
  it('reports a changed byte, a missing one and one too many, and where (P-PARITY-1)', () => {
    const theirs = Buffer.from('one\ntwo\nthree\n');
    expect(firstDifference(theirs, Buffer.from(theirs))).toBeNull();
    for (let at = 0; at < theirs.length; at++) {
      const changed = Buffer.from(theirs);
      changed[at] ^= 1;
      const line = theirs.subarray(0, at).toString().split('\n').length;
      expect(firstDifference(theirs, changed)).toContain(`from byte ${at} on, in line ${line}`);
    }
    expect(firstDifference(theirs, theirs.subarray(0, -1))).toContain('from byte 13 on, in line 3 (14 and 13 bytes)');
    expect(firstDifference(theirs, Buffer.concat([theirs, Buffer.from('\n')]))).toContain('from byte 14 on');
  });

  it('cuts a dump into statements without losing a byte of what the CLI has', () => {
    expect(cliFileOf(units())).toEqual(throughCliRules(sql, 'schema', schema));
    expect(Buffer.concat(units().map(({ raw }) => raw)).length).toBe(
      schema.length - units().filter(({ kind }) => kind === 'statement').length,
    );
  });

  it('gives each difference of our own rules its reason', () => {
    const { explained: names, unexplained } = explained(units());
    expect(unexplained).toEqual([]);
    expect([...names.keys()].sort()).toEqual([
      'between-statements',
      'extensions-apart',
      'literals-and-bodies-stay',
      'platform-owners-out',
      'privileges-by-own-schema',
    ]);
  });

  it('fails on a statement of ours that is changed, lost or made up: no reason fits (P-PARITY-2)', () => {
    for (const [index, unit] of units().entries()) {
      if (unit.kind === 'frame') continue;
      const forgeries = [Buffer.from('DROP TABLE "public"."t";')];
      if (unit.safe.length > 0) forgeries.push(Buffer.concat([unit.safe, Buffer.from(' ')]), unit.safe.subarray(1));
      if (unit.safe.length > 0 && unit.cli.length > 0) forgeries.push(Buffer.alloc(0));
      for (const safe of forgeries) {
        const { unexplained } = explained(units().with(index, { ...unit, safe }));
        expect([unit.raw.toString(), safe.toString(), unexplained.length]).toEqual([
          unit.raw.toString(),
          safe.toString(),
          1,
        ]);
      }
    }
  });

  it('says for each reason which defect of the CLI it mends, or that the statement is kept elsewhere', () => {
    expect(reasons.flatMap(({ fix }) => fix ?? []).sort((a, b) => a - b)).toEqual([1, 2, 3, 5, 14, 15]);
    expect(new Set(reasons.map(({ id }) => id)).size).toBe(reasons.length);
  });

  it('makes up the same misleading lines each time', () => {
    const lines = hostileLines();
    expect(lines.equals(hostileLines())).toBe(true);
    expect(lines.toString().split('\n').length).toBeGreaterThan(10_000);
  });
});

describe('npm run test:parity where the CLI is not to be had', () => {
  /** @type {string} */
  let dir;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'stowbase-parity-spec-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** Runs it with an npm of the test's. @param {string} script */
  const withNpm = (script) => {
    mkdirSync(join(dir, 'bin'));
    writeFileSync(join(dir, 'bin/npm'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(dir, 'bin/npm'), 0o755);
    return spawnSync(process.execPath, [join(import.meta.dirname, '../parity.mjs'), '--cli-folder', join(dir, 'cli')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', PATH: `${join(dir, 'bin')}:${process.env['PATH']}` },
    });
  };

  it('is skipped with the reason, and ends well (P-PARITY-4)', () => {
    const { status, stdout } = withNpm('echo "npm error network unreachable" >&2; exit 1');
    expect(stdout).toBe(
      'SKIPPED: npm could not install supabase@3.1.0: npm error network unreachable\n0 passed, 0 failed, 1 skipped\n',
    );
    expect(status).toBe(0);
  });

  it('is skipped when it is installed but does not run', () => {
    const launcher = join(dir, 'cli/node_modules/supabase/dist');
    const { status, stdout } = withNpm(
      `mkdir -p '${launcher}' && echo 'throw new Error("wrong machine")' > '${launcher}/supabase.js'`,
    );
    expect(stdout).toMatch(/^SKIPPED: supabase@3\.1\.0 does not run here: .*\n0 passed, 0 failed, 1 skipped\n$/);
    expect(status).toBe(0);
  });
});
