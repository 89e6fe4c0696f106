import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { finished, startStowbase, type CliRun } from './built-cli';

export interface RunningService {
  /** `http://127.0.0.1:<port>/api` */
  readonly url: string;
  /** Null: somebody is set up already. */
  readonly setupToken: string | null;
  /** Ends when the process does. */
  readonly run: Promise<CliRun>;
  signal(name: NodeJS.Signals): void;
}

/** `stowbase serve` on a free port, when it says that it is ready. */
export async function startService(env: Readonly<Record<string, string>>): Promise<RunningService> {
  const child = startStowbase(['serve'], { env: { PORT: '0', ...env } });
  const run = finished(child);
  const { port, setupToken } = await Promise.race([ready(child), run.then(refused)]);
  return { url: `http://127.0.0.1:${port}/api`, setupToken, run, signal: (name) => child.kill(name) };
}

async function ready(child: ChildProcess): Promise<{ port: number; setupToken: string | null }> {
  if (child.stdout === null) throw new Error('its output is not a pipe');
  let setupToken: string | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
    setupToken = /setup token: (\S+)/.exec(msg)?.[1] ?? setupToken;
    if (port !== undefined && /ready/.test(msg)) return { port, setupToken };
  }
  return new Promise(() => undefined);
}

function refused({ code, stderr }: CliRun): never {
  throw new Error(`the service ended with ${code}: ${stderr}`);
}
