import { spawn, execFile, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { CrashPoint } from './crash-point';

const root = join(import.meta.dirname, '../../../../../..');

export interface CrashProgram {
  readonly file: string;
  remove(): void;
}

/** The service with its crash points, made as the real one is. */
export async function buildCrashProgram(): Promise<CrashProgram> {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, 'tmp/crash-'));
  const file = join(folder, 'service.mjs');
  await promisify(execFile)(process.execPath, [join(root, 'tools/build/crash-service.mjs'), file]);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One process of the service. */
export class CrashService {
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(program: CrashProgram, env: Readonly<Record<string, string>>, point: CrashPoint | null) {
    const args = point === null ? [program.file] : [program.file, point];
    this.child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', ...env },
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

  /** Resolves when it is ready. @param point where it is to stop; null: nowhere */
  static async start(
    program: CrashProgram,
    env: Readonly<Record<string, string>>,
    point: CrashPoint | null = null,
  ): Promise<CrashService> {
    const service = new CrashService(program, env, point);
    await service.said(/"msg":"Stowbase is ready\."/);
    return service;
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

  /** Resolves when it has stopped there. */
  at(point: CrashPoint): Promise<void> {
    return this.said(new RegExp(`^AT ${point}$`));
  }

  /** Kills it as a power cut would. @returns the processes that it had started, and theirs */
  async kill(): Promise<number[]> {
    const below = this.processesBelow();
    this.child.kill('SIGKILL');
    await this.end();
    return below.map(({ pid }) => pid);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** @returns its exit code; null: it was killed */
  async end(): Promise<number | null> {
    if (!this.ended) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** Everything that it has started and that lives, with its command line. */
  processesBelow(): { pid: number; command: string }[] {
    const parents = allProcesses();
    const below: number[] = [];
    for (let found: (number | undefined)[] = [this.child.pid]; found.length > 0;) {
      found = [...parents].filter(([, parent]) => found.includes(parent)).map(([pid]) => pid);
      below.push(...found.filter((pid) => pid !== undefined));
    }
    return below.map((pid) => ({ pid, command: textOf(pid, 'cmdline').replaceAll('\0', ' ') }));
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

export const lives = (pid: number): boolean => allProcesses().has(pid);

/** Its parent's number by each process's own; without those that only wait to be collected. */
function allProcesses(): Map<number, number> {
  const numbers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map<number, number>();
  for (const pid of numbers) {
    const stat = textOf(pid, 'stat');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent !== undefined && state !== 'Z') parents.set(pid, Number(parent));
  }
  return parents;
}

/** Empty: it has ended meanwhile. */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
