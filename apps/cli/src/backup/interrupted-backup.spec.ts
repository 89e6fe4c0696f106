import { once } from 'node:events';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, startStowbase, stowbase } from '../testing/built-cli';
import { matching } from '../testing/matchers';

/** Takes connections and never says a word: a backup waits for it until somebody stops it. */
let silent: Server;
const sockets = new Set<Socket>();
let env: Record<string, string>;
let folder: string;

beforeAll(async () => {
  silent = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  env = { SOURCE_DATABASE_URL: `postgresql://ann:S3cr3t-w0rd@127.0.0.1:${port}/shop?sslmode=disable` };
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  await once(silent, 'close');
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-stop-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a backup that is stopped (P-CLI-3)', () => {
  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
    ['SIGHUP', 143, 'terminated'],
  ] as const)('by %s ends with exit code %i and leaves nothing behind', async (signal, code, status) => {
    const connected = once(silent, 'connection');
    const child = startStowbase(['backup', '--out', folder, '--json'], { env });
    const result = finished(child);
    await connected;
    expect(await readdir(folder)).toEqual([matching(/^\.stowbase-[0-9a-f]{16}\.partial$/)]);
    child.kill(signal);
    const { stdout, stderr, code: ended } = await result;
    expect(ended).toBe(code);
    expect(JSON.parse(stdout)).toMatchObject({ status, code: 'CANCELLED' });
    expect(stderr).toContain('nothing is left behind');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('an output that can’t be written', () => {
  it('is known before the database is asked: a folder this user may not write to', async () => {
    // Root may write anywhere but to a file system that takes no files.
    const run = await stowbase(['backup', '--out', '/proc/a.tar'], { env });
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: matching(/^[^\n]*\/proc[^\n]*\[OUTPUT_NOT_WRITABLE\]\n$/),
    });
  });

  it('an archive is never printed to a terminal', async () => {
    const terminal = await open('/dev/ptmx', 'r+').catch(() => undefined);
    if (terminal === undefined) return;
    const run = await stowbase(['backup', '--out', '-'], { env, stdio: ['ignore', terminal.fd, 'pipe'] });
    await terminal.close();
    expect(run).toMatchObject({ code: 2, stderr: matching(/^An archive is not for a terminal/) });
  });
});
