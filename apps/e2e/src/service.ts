import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The service as users start it: the built bundle in a process of its own, with folders of its own. */
export interface Service {
  /** `http://localhost:4711` */
  readonly url: string;
  readonly setupToken: string;
  /** Where local destinations may be. */
  readonly backups: string;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** Of its address; `stowbase.test` leads here too (playwright.config.mjs). */
  readonly host?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another build, as that with the page of all states. */
  readonly bundle?: string;
}

const builtBundle = join(import.meta.dirname, '../../../dist/apps/api/main.js');

export async function startService({
  host = 'localhost',
  env = {},
  bundle = builtBundle,
}: ServiceOptions = {}): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-e2e-'));
  const backups = join(folder, 'backups');
  mkdirSync(backups);
  const port = await freePort();
  const setupToken = 'the-setup-token-of-a-browser-test';
  const child = spawn(process.execPath, [bundle], {
    env: {
      PATH: process.env['PATH'],
      // What Node has compiled stays for the next start.
      NODE_COMPILE_CACHE: join(tmpdir(), 'stowbase-compile-cache'),
      NODE_ENV: 'development',
      PORT: String(port),
      PUBLIC_URL: `http://${host}:${port}`,
      DATA_DIR: join(folder, 'data'),
      LOCAL_STORAGE_ROOTS: backups,
      SETUP_TOKEN: setupToken,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const hear = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-20_000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const url = `http://${host}:${port}`;
  await answers(`http://127.0.0.1:${port}/api/health/live`, () => child.exitCode !== null).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`the service did not start: ${said}`, { cause: error });
  });
  return {
    url,
    setupToken,
    backups,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, isOver: () => boolean): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      if ((await fetch(url)).ok) return;
    } catch (error) {
      if (isOver() || tries > 300) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
