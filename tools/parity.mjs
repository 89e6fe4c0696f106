#!/usr/bin/env node
// npm run test:parity [-- --cli-folder DIR]: is rule set `supabase-cli` the Supabase CLI byte for byte, and does `safe` differ from it only where it says so?
// Installs supabase@3.1.0 from npm into tmp/supabase-cli; says SKIPPED, with the reason, and ends well where that can't be.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { eachDatabase } from './parity/databases.mjs';
import { explain, reasons } from './parity/differences.mjs';
import { dumps, rawDump, throughCliRules } from './parity/dumps.mjs';
import { hostileLines } from './parity/hostile-lines.mjs';
import { firstDifference } from './parity/same-bytes.mjs';
import { cliVersion, programsOf, programsThatPrint, supabaseCli } from './parity/supabase-cli.mjs';
import { cliFileOf, unitsOf } from './parity/units.mjs';
import { importTypeScript } from './typescript-door.mjs';

const { values } = parseArgs({
  options: { 'cli-folder': { type: 'string', default: join(import.meta.dirname, '../tmp/supabase-cli') } },
});
const installed = supabaseCli(values['cli-folder']);
if ('reason' in installed) {
  console.log(`SKIPPED: ${installed.reason}`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}
const { cli } = installed;
const sql = await importTypeScript('libs/sql-stream/src/index.ts');
const restrictKey = randomBytes(16).toString('hex');
const seen = new Map(reasons.map(({ id }) => [id, 0]));
let [passed, failed, skipped] = [0, 0, 0];
let newestClient = 0;

console.log(`Stowbase beside supabase@${cliVersion}`);
await eachDatabase((source) => {
  console.log(`\n${source.name}`);
  newestClient = Math.max(newestClient, source.client.major);
  for (const dump of dumps) {
    const theirs = cli.run(cli.script(dump.cliFlags, source.url), programsOf(source.client, restrictKey));
    const raw = rawDump(dump, sql, { ...source, restrictKey });
    check(
      `${dump.file}: the same ${theirs.length} bytes`,
      firstDifference(theirs, throughCliRules(sql, dump.section, raw)),
    );
    if (dump.section !== 'roles') compareSafe(dump.file, dump.section, raw, theirs);
  }
});
compareHostileLines();
if (newestClient === 0) skip('databases: no server from 15 on with a client that reads it');
else reportReasons();
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);

/** Each reason must have been seen: an idle one would let a new difference pass. */
function reportReasons() {
  console.log('\nWhere safe differs from the CLI, and why');
  for (const { id, fix, why, fromClient = 0 } of reasons) {
    const count = seen.get(id) ?? 0;
    const title = `${count} × ${id}${fix === null ? '' : ` (fix ${fix})`}: ${why}`;
    if (count === 0 && fromClient > newestClient) skip(`${title} (no client ${fromClient} here)`);
    else check(title, count > 0 ? null : 'never seen: a reason that explains nothing');
  }
}

/** The chains of the CLI on text that no pg_dump wrote. */
function compareHostileLines() {
  console.log('\nlines made up to be misread');
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-parity-'));
  try {
    const lines = hostileLines();
    writeFileSync(join(folder, 'lines'), lines);
    for (const dump of dumps) {
      const script = cli.script(dump.cliFlags, 'postgresql://nobody@127.0.0.1:1/postgres');
      const theirs = cli.run(script, programsThatPrint(join(folder, 'lines')));
      const rules = sql.cliLineRules(dump.section);
      check(
        `${dump.file}: the same ${theirs.length} of ${lines.length} bytes`,
        firstDifference(theirs, Buffer.concat([rules.push(lines), rules.end()])),
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file @param {'schema' | 'history' | 'data'} section @param {Buffer} raw @param {Buffer} theirs */
function compareSafe(file, section, raw, theirs) {
  const excluded = { schema: sql.excludedFromSchema, data: sql.excludedFromData, history: [] }[section];
  const units = unitsOf(sql, section, excluded, raw);
  const cut = firstDifference(theirs, cliFileOf(units));
  const { explained, unexplained } = explain(sql, section, excluded, units);
  for (const [id, count] of explained) seen.set(id, (seen.get(id) ?? 0) + count);
  const first = unexplained[0];
  const names = [...explained.keys()].filter((id) => id !== 'between-statements').join(', ');
  check(
    `${file}: safe differs only by ${names === '' ? 'what is between statements' : names}`,
    cut ??
      (first === undefined
        ? null
        : `${unexplained.length} differences without a reason; the first:\n  CLI:  ${JSON.stringify(first.cli)}\n  safe: ${JSON.stringify(first.safe)}`),
  );
}

/** @param {string} title @param {string | null} problem */
function check(title, problem) {
  if (problem === null) passed += 1;
  else failed += 1;
  console.log(`${problem === null ? '✓' : '✗'} ${title}${problem === null ? '' : `\n${problem}`}`);
}

/** @param {string} title */
function skip(title) {
  skipped += 1;
  console.log(`- SKIPPED ${title}`);
}
