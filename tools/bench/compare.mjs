// The pipelines side by side: every round runs each of them once, in a rotating order.
import { spawn } from 'node:child_process';
import { measure } from './measure.mjs';
import { megabytes } from './sizes.mjs';

/** @typedef {{ pipeline: import('./pipelines.mjs').Pipeline, runs: import('./measure.mjs').Measured[] }} Series */
/** @typedef {{ series: Series[], dumpBytes: number, rounds: number, profile: string | null }} Comparison */

/**
 * @param {{ database: import('./database.mjs').BenchDatabase, env: Record<string, string>, work: string, size: number,
 *   rounds: number, chosen: import('./pipelines.mjs').Pipeline[], profile: boolean }} o
 * @returns {Promise<Comparison>}
 */
export async function compare({ database, env, work, size, rounds, chosen, profile }) {
  console.log(`Building ${megabytes(size)} of plain dump …`);
  await database.growTo(size);
  const dumpBytes = await plainDumpBytes(env);
  console.log(`The plain dump is ${megabytes(dumpBytes)}. ${rounds} rounds of ${chosen.length} pipelines:`);
  const series = chosen.map((pipeline) => ({ pipeline, runs: /** @type {import('./measure.mjs').Measured[]} */ ([]) }));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < series.length; i++) {
      const one = series[(i + round) % series.length];
      if (one === undefined) continue;
      const run = await measure(one.pipeline.command, env, work);
      one.runs.push(run);
      console.log(
        `  ${round + 1}  ${one.pipeline.name.padEnd(16)} ${run.wall.toFixed(2)} s  ${run.cpu.toFixed(2)} s CPU  ${megabytes(run.peakRss)}`,
      );
    }
  }
  return { series, dumpBytes, rounds, profile: profile ? await stageTimes(env, work) : null };
}

/** Reads the whole dump once: its size, and every page in the cache before the first measurement. @param {Record<string, string>} env */
export async function plainDumpBytes(env) {
  const child = spawn('pg_dump', { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  for await (const chunk of child.stdout) bytes += chunk.length;
  return bytes;
}

/** Seconds and waiting time per stage, as the command line itself reports them. @param {Record<string, string>} env @param {string} work */
async function stageTimes(env, work) {
  const { output } = await measure('node "$CLI" backup --out "$OUT" --compression zstd:3 --json', env, work);
  const { profile } = JSON.parse(output);
  if (profile === undefined) return null;
  const stages = profile.stages.map(
    (/** @type {{ stage: string, seconds: number }} */ s) => `${s.stage} ${s.seconds} s`,
  );
  return [
    ...stages,
    `the dump waited for the archive ${profile.waitedForArchive} s`,
    `the archive waited for pg_dump ${profile.waitedForDump} s`,
  ].join(' · ');
}
