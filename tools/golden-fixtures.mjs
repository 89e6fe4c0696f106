#!/usr/bin/env node
// node tools/golden-fixtures.mjs [--write]: the golden archives of this version, which every later reader must still understand.
// Without --write they only go to tmp/golden-fixtures, to look at. A folder that is there is never written again: what an old version wrote can't change.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeGoldenFixtures } from './golden-fixtures/make.mjs';

const root = join(import.meta.dirname, '..');
const home = join(root, 'libs/archive/src/testing/fixtures/golden');
const most = 2 * 1024 * 1024;

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const frozen = join(home, version);
if (values.write && existsSync(frozen)) {
  console.error(`The golden archives of ${version} are frozen: ${frozen} is never written again.`);
  process.exit(1);
}

const made = join(root, 'tmp/golden-fixtures', version);
rmSync(made, { recursive: true, force: true });
await makeGoldenFixtures(made, version);
let total = 0;
for (const name of readdirSync(made).sort()) {
  const { size } = statSync(join(made, name));
  total += size;
  console.log(`${String(size).padStart(9)} ${name}`);
}
console.log(`${String(total).padStart(9)} bytes in all`);
if (total > most) throw new Error(`More than ${most} bytes are too much for the repository.`);
if (values.write) {
  mkdirSync(home, { recursive: true });
  renameSync(made, frozen);
  console.log(`Frozen in ${frozen}`);
}
