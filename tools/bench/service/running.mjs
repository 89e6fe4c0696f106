// The built service as `stowbase serve` starts it, in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

const root = join(import.meta.dirname, '../../..');
const cli = join(root, 'dist/apps/cli/main.js');
/** Of Linux's clock in /proc: ticks a second. */
const ticks = 100;
const patience = 60_000;

export const setupToken = 'the-setup-token-of-the-service-bench';

/**
 * @typedef {{ status: number, body: any, cookies: string[], ms: number }} Reply `ms`: until the last byte
 * @typedef {{ wallMs: number, cpuMs: number }} Start from the start of the program to the first answer 200
 * @typedef {{ start: Start, ask: (path: string, o?: { body?: object, headers?: Record<string, string> }) => Promise<Reply>,
 *   rss: () => number, cpuMs: () => number, mainMs: () => number, stop: () => Promise<void> }} Running `cpuMs`: so far, of all threads;
 *   `mainMs`: of the one that runs JavaScript and SQLite, exactly
 */

/** @param {string} folder for its records @param {Record<string, string>} [env] more of its environment @returns {Promise<Running>} */
export async function startService(folder, env = {}) {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [cli, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      LOCAL_STORAGE_ROOTS: join(folder, 'backups'),
      SETUP_TOKEN: setupToken,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const ask = (path, { body, headers = {} } = {}) => exchange(port, path, body, headers);
  while ((await ask('/health/ready').catch(() => null))?.status !== 200) {
    if (child.exitCode !== null || performance.now() - began > patience) throw new Error('The service did not start.');
    await delay(5);
  }
  const startMs = performance.now() - began;
  const cpuMs = () => {
    const fields = proc(child.pid, 'stat').split(') ')[1]?.split(' ') ?? [];
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticks;
  };
  return {
    start: { wallMs: startMs, cpuMs: cpuMs() },
    ask,
    cpuMs,
    mainMs: () => Number(proc(child.pid, 'schedstat').split(' ')[0]) / 1e6,
    rss: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(proc(child.pid, 'status'))?.[1]) * 1024,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const proc = (pid, name) => readFileSync(`/proc/${pid}/${name}`, 'utf8');

/** @returns {Promise<Reply>} */
async function exchange(port, path, body, headers) {
  const began = performance.now();
  const sent = request({
    host: '127.0.0.1',
    port,
    path: `/api${path}`,
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...headers },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [reply] = await once(sent, 'response');
  const isJson = /\bjson\b/.test(reply.headers['content-type'] ?? '');
  const read = await (isJson ? json(reply) : text(reply));
  const cookies = (reply.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]);
  return { status: reply.statusCode, body: read, cookies, ms: performance.now() - began };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
