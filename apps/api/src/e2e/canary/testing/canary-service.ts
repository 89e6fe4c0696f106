import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../../backups/testing/until';
import { testProgram } from '../../../testing/test-program';

export interface CanaryService {
  readonly pid: number;
  /** `http://127.0.0.1:port/api` */
  readonly url: string;
  /** All that it has written: its log. */
  output(): string;
  /** SIGTERM, and the end of the process. */
  stop(): Promise<void>;
}

/** The service in a process of its own, made as the real one is. @param env all of its variables but PATH */
export async function startCanaryService(env: Readonly<Record<string, string>>): Promise<CanaryService> {
  const file = await testProgram('canary');
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  const port = await until(() => {
    if (child.exitCode !== null) throw new Error(`the service ended:\n${output}`);
    return /"port":(\d+)[^\n]*"msg":"Stowbase is ready\."/.exec(output)?.[1] ?? null;
  });
  return { pid: child.pid ?? 0, url: `http://127.0.0.1:${port}/api`, output: () => output, stop };
}
