import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { processesBelow, type SeenProcess } from './seen-processes';

/** One process of the service. */
export class CrashService {
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  /** @param env all of its variables but PATH; `FAULT_POINT`: where it dies */
  constructor(program: string, env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // What Node has compiled stays for the next start.
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: join(tmpdir(), 'stowbase-compile-cache'), ...env },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        for (const look of this.waiting) look();
      });
    }
    this.child.on('close', () => {
      for (const look of this.waiting) look();
    });
  }

  /** Resolves when it is ready. */
  async ready(): Promise<this> {
    await this.said(/"msg":"Stowbase is ready\."/);
    return this;
  }

  /** `http://127.0.0.1:<port>/api` */
  get url(): string {
    const port = this.lines.map((line) => /"port":(\d+)/.exec(line)?.[1]).find((found) => found !== undefined);
    return `http://127.0.0.1:${port}/api`;
  }

  /** Everything it has written so far. */
  get output(): string {
    return this.lines.join('\n');
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves when it has killed itself at its crash point. @throws when it ended by anything else */
  async died(): Promise<void> {
    await this.end();
    if (this.child.signalCode !== 'SIGKILL') throw new Error(`It ended by itself:\n${this.output}`);
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.end();
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** @returns its exit code; null: it was killed */
  async end(): Promise<number | null> {
    if (!this.ended) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** Everything that it has started and that lives. */
  get below(): SeenProcess[] {
    return processesBelow(this.child.pid ?? 0);
  }

  /** Resolves when it has written such a line. */
  said(line: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.lines.some((one) => line.test(one))) resolve();
        else if (this.ended) reject(new Error(`The service ended before it said ${line}:\n${this.output}`));
        else return;
        this.waiting.delete(look);
      };
      this.waiting.add(look);
      look();
    });
  }
}
