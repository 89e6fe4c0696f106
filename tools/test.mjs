#!/usr/bin/env node
// The one test command: `npm test`, `npm run test:all`, `npm test -- archive` (only specs whose path matches).
// Set-up beside lint, types, format and build, then every Jest project and the browser tests. The last line is "N passed, N failed[, N skipped]".
import { parseArgs } from 'node:util';
import { staticChecks } from './test/static-checks.mjs';
import { runBrowserTests } from './test/browser-run.mjs';
import { runJest } from './test/jest-run.mjs';
import { closingLine, emptyTally, printFailures } from './test/tally.mjs';
import { makeTemporaryFolder } from './test/temporary-folder.mjs';
import { setUpBeside } from './test/set-up-beside.mjs';
import { Stopwatch } from './test/stopwatch.mjs';

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Stowbase needs Node 24 or newer (this is ${process.version}): run "npm ci" once, then "npm test".`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  options: { all: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const filtered = positionals.length > 0;
const tally = emptyTally();

const watch = new Stopwatch();
const [machine] = await watch.during('set-up and static checks', () =>
  Promise.all([
    setUpBeside({ client17: true, browser: true, servers: true, currentCeph: values.all }),
    filtered ? null : staticChecks(tally),
  ]),
);
if (machine.ok) tally.passed += 1;
else tally.failures.push({ title: 'set-up', text: `missing: ${machine.missing.join(', ')}` });
if (machine.client17.dir === null) tally.skipped.push(`PostgreSQL 17 client (${machine.client17.reason})`);
if (values.all && machine.currentCeph.dir === null)
  tally.skipped.push(`current Ceph radosgw (${machine.currentCeph.reason})`);

if (machine.ok) {
  const temporary = makeTemporaryFolder();
  process.on('exit', temporary.remove);
  process.env['TMPDIR'] = temporary.folder;
  await watch.during('Jest', () =>
    runJest(tally, {
      patterns: positionals,
      all: values.all,
      built: !filtered && !tally.failures.some(({ title }) => title === 'build'),
      clientDir: machine.client17.dir,
      cephRoot: machine.currentCeph.dir,
    }),
  );
  await watch.during('browser tests', () => runBrowserTests(tally, { patterns: positionals, all: values.all }));
}
tally.remarks.push(watch.told());

printFailures(tally);
for (const line of tally.remarks) console.log(line);
for (const name of tally.skipped) console.log(`skipped: ${name}`);
console.log(closingLine(tally));
process.exit(tally.failures.length > 0 || tally.tests === 0 ? 1 : 0);
