// One run of one pipeline: wall and CPU time of its whole process tree, peak memory, bytes stored, peak temporary disk.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sampleEveryMs = 40;
const pageBytes = 4096;

/** @typedef {{ wall: number, cpu: number, peakRss: number, stored: number, peakTemporary: number, output: string }} Measured seconds and bytes */

/**
 * @param {string} command a bash command line
 * @param {Record<string, string>} env beside the bench's own environment
 * @param {string} work an empty folder to work in
 * @returns {Promise<Measured>}
 */
export async function measure(command, env, work) {
  const [out, temporary] = [join(work, 'out'), join(work, 'tmp')];
  for (const dir of [out, temporary]) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
  }
  const child = spawn('bash', ['-c', `set -o pipefail; TIMEFORMAT='%3R %3U %3S'; time { ${command}; }`], {
    env: { ...process.env, ...env, OUT: out, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const peak = { rss: 0, temporary: 0, out: 0 };
  const timer = setInterval(() => {
    peak.rss = Math.max(peak.rss, treeRss(child.pid ?? 0));
    peak.temporary = Math.max(peak.temporary, folderBytes(temporary));
    peak.out = Math.max(peak.out, folderBytes(out));
  }, sampleEveryMs);
  const texts = { out: '', err: '' };
  child.stdout.on('data', (d) => (texts.out += d));
  child.stderr.on('data', (d) => (texts.err += d));
  const [code] = await once(child, 'close');
  clearInterval(timer);
  const times = /(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/.exec(texts.err);
  if (code !== 0 || times === null) throw new Error(`exit code ${code}: ${command}\n${texts.err}\n${texts.out}`);
  const [wall = 0, user = 0, system = 0] = times.slice(1).map(Number);
  const stored = folderBytes(out);
  rmSync(out, { recursive: true, force: true });
  return {
    wall,
    cpu: user + system,
    peakRss: peak.rss,
    stored,
    peakTemporary: peak.temporary + Math.max(0, peak.out - stored),
    output: texts.out,
  };
}

/** Resident bytes of all descendants of bash (bash itself is only the stop watch). @param {number} pid */
function treeRss(pid) {
  let sum = 0;
  for (const child of childrenOf(pid)) {
    try {
      sum += Number(readFileSync(`/proc/${child}/statm`, 'utf8').split(' ')[1]) * pageBytes;
    } catch {
      continue; // it has just ended
    }
    sum += treeRss(child);
  }
  return sum;
}

/** @param {number} pid @returns {number[]} */
function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return []; // it has just ended
  }
}

/** A file with two names, as one has for a moment when it gets its final one, counts once. @param {string} dir @returns {number} */
function folderBytes(dir, seen = new Set()) {
  let sum = 0;
  try {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      const { ino, size } = statSync(path);
      if (entry.isDirectory()) sum += folderBytes(path, seen);
      else if (!seen.has(ino)) sum += size;
      seen.add(ino);
    }
  } catch {
    return sum; // a file went away between the listing and the look
  }
  return sum;
}
