// Does memory grow with the database? Backups at 1, 2, 4 and 8 GB, and one inside a 256 MB memory limit. A peak is the highest of many
// small hills, and a longer run has more of them: of each size there are as many runs as make the same number of bytes.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './measure.mjs';
import { plainDumpBytes } from './compare.mjs';
import { megabytes } from './sizes.mjs';

const sizes = [1e9, 2e9, 4e9, 8e9];
const limitBytes = 256 * 1024 * 1024;
const command = 'node "$CLI" backup --out "$OUT" --compression zstd:3';

/** @typedef {{ points: { dumpBytes: number, runs: number, peakRss: number, peakTemporary: number }[], limited: 'completed' | 'failed' | 'not possible here' }} Slope */

/** @param {import('./database.mjs').BenchDatabase} database @param {Record<string, string>} env @param {string} work @returns {Promise<Slope>} */
export async function measureSlope(database, env, work) {
  const points = [];
  for (const size of sizes) {
    await database.growTo(size);
    const dumpBytes = await plainDumpBytes(env);
    const point = { dumpBytes, runs: Math.max(...sizes) / size, peakRss: 0, peakTemporary: 0 };
    for (let n = 0; n < point.runs; n++) {
      const run = await measure(command, env, work);
      point.peakRss = Math.max(point.peakRss, run.peakRss);
      point.peakTemporary = Math.max(point.peakTemporary, run.peakTemporary);
      console.log(`  ${megabytes(dumpBytes)}: peak ${megabytes(run.peakRss)}, ${run.wall.toFixed(1)} s`);
    }
    points.push(point);
  }
  return { points, limited: await insideLimit(env, work) };
}

/** @param {Record<string, string>} env @param {string} work @returns {Promise<Slope['limited']>} */
async function insideLimit(env, work) {
  const group = makeGroup();
  if (group === null) return 'not possible here';
  try {
    await measure(`echo $BASHPID > ${join(group, 'cgroup.procs')} && ${command}`, env, work);
    return 'completed';
  } catch (error) {
    console.error(error);
    return 'failed';
  } finally {
    rmdirSync(group);
  }
}

/** A memory cgroup of our own (version 1 or 2), or null where this process may not make one. */
function makeGroup() {
  const one = existsSync('/sys/fs/cgroup/memory');
  const group = join(one ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup', `stowbase-bench-${process.pid}`);
  try {
    mkdirSync(group);
    writeFileSync(join(group, one ? 'memory.limit_in_bytes' : 'memory.max'), String(limitBytes));
    return group;
  } catch {
    if (existsSync(group)) rmdirSync(group);
    return null; // no right to make a group: said so in the report
  }
}
