import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = join(root, 'libs/archive/src/testing/fixtures/golden', version);
const hashes = () =>
  readdirSync(folder).map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
    statSync(join(folder, name)).mtimeMs,
  ]);

describe('tools/golden-fixtures.mjs', () => {
  it('never writes a version again whose archives are there (P-FORMAT-4)', () => {
    const before = hashes();
    const run = spawnSync(process.execPath, [join(root, 'tools/golden-fixtures.mjs'), '--write'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(run.stderr).toContain(`The golden archives of ${version} are frozen`);
    expect(run.status).toBe(1);
    expect(hashes()).toEqual(before);
    expect(before.length).toBe(12);
  });

  it('keeps the repository small', () => {
    const total = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(total).toBeLessThan(2 * 1024 * 1024);
  });
});
