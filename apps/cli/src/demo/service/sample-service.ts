import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requireBundle } from '../../serve/service-bundle';
import { rest } from './rest';

/** Where `npm start` serves; another one when it is taken. */
const usualPort = 3000;
const betweenTriesMs = 50;
/** Longer than a start ever took, ms. */
const longestStart = 30_000;

/** The service in a process of its own: its records and backups in a folder of the demo, for this machine only. */
export class SampleService {
  private constructor(
    private readonly child: ChildProcess,
    /** `http://localhost:3000` */
    readonly origin: string,
    readonly setupToken: string,
    /** Where its local destination may be. */
    readonly backups: string,
  ) {}

  /** @throws CliError `SERVICE_NOT_BUILT` */
  static async start(folder: string, signal: AbortSignal): Promise<SampleService> {
    const bundle = requireBundle();
    const backups = join(folder, 'backups');
    await mkdir(backups, { recursive: true, mode: 0o700 });
    const port = (await isFree(usualPort)) ? usualPort : await freePort();
    const origin = `http://localhost:${port}`;
    const setupToken = randomBytes(24).toString('base64url');
    const clientDirs = process.env['PG_CLIENT_DIRS'];
    const child = spawn(process.execPath, [bundle], {
      env: {
        PATH: process.env['PATH'],
        ...(process.env['TMPDIR'] === undefined ? {} : { TMPDIR: process.env['TMPDIR'] }),
        ...(clientDirs === undefined ? {} : { PG_CLIENT_DIRS: clientDirs }),
        // Lets projects be on this machine.
        NODE_ENV: 'demo',
        LOG_LEVEL: 'warn',
        PORT: String(port),
        PUBLIC_URL: origin,
        DATA_DIR: join(folder, 'data'),
        LOCAL_STORAGE_ROOTS: backups,
        SETUP_TOKEN: setupToken,
        SHUTDOWN_GRACE_SECONDS: '0',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C is for the demo, which then ends this too.
      detached: true,
    });
    const service = new SampleService(child, origin, setupToken, backups);
    process.once('exit', service.kill);
    await service.answers(signal);
    return service;
  }

  async stop(): Promise<void> {
    process.off('exit', this.kill);
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }

  private async answers(signal: AbortSignal): Promise<void> {
    let said = '';
    this.child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
    const startedAt = performance.now();
    while (!(await isOpen(this.origin, signal))) {
      if (this.child.exitCode !== null) throw new Error(`The service did not start: ${said.trim()}`);
      if (performance.now() - startedAt > longestStart) throw new Error('The service does not answer.');
      await pause(betweenTriesMs, undefined, { signal });
    }
  }

  private readonly kill = (): void => void this.child.kill('SIGKILL');
}

async function isOpen(origin: string, signal: AbortSignal): Promise<boolean> {
  try {
    await rest(origin, 'GET', '/health/live', { signal });
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    return false; // not yet
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false; // EADDRINUSE
  } finally {
    server.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
