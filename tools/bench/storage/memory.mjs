// The large upload and its sink, each in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** @typedef {{ bytes: number, seconds: number, rss: number[], peak: number }} Large see large.mjs */

/** @param {number} gib @returns {Promise<Large>} */
export async function measureLarge(gib) {
  const sink = spawn(process.execPath, [join(import.meta.dirname, 'sink.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [port] = await once(sink.stdout, 'data');
    const program = join(import.meta.dirname, 'large.mjs');
    const child = spawn(process.execPath, ['--expose-gc', program, String(port).trim(), String(gib)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    if (code !== 0) throw new Error(`large.mjs ended with ${code}`);
    return JSON.parse(said);
  } finally {
    sink.kill();
  }
}
