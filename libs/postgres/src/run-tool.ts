import { existsSync } from 'node:fs';
import path from 'node:path';
import { OutputPipe } from './output-pipe';
import { OutputTail, type Completeness } from './output-tail';
import type { PostgresError } from './postgres-error';
import { StallWatchdog } from './stall-watchdog';
import { StderrTail } from './stderr-tail';
import { assertSafeCall } from './tool-arguments';
import * as failures from './tool-failures';
import { exitOf, lastWords, startProcess, terminate, type ToolProcess } from './tool-process';

export interface ToolOptions {
  /** Absolute path. */
  file: string;
  args: readonly string[];
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>;
  signal?: AbortSignal;
  /** Longest wait for the next byte, ms; default 300,000. Time in which nobody asks for one doesn't count. */
  stallMs?: number;
  /** Longest run, ms; default none. */
  maxMs?: number;
  /** Which last line proves a whole output; default `dump`. */
  completeness?: Completeness;
  /** Fewer bytes of output are a failure; default 1, with completeness `none` 0. */
  minBytes?: number;
  /** Secrets to mask in stderr; none may stand in `args`. */
  redact?: readonly string[];
  /** Each line the tool wrote to stderr although it succeeded. */
  onWarning?(line: string): void;
}

export interface ToolRun {
  /**
   * Ends normally only behind the end gate: exit code 0, and the completeness line in the last ten lines. Otherwise throws
   * the first cause as `PostgresError`. To be read once; leaving the loop early ends the tool. A piece is valid until the next
   * one is asked for: its buffer is used again.
   */
  readonly stdout: AsyncIterable<Buffer>;
  /** Redacted, at most 64 KiB. */
  stderrTail(): string;
  /** Settles when the gate has judged and the process is gone; rejects with the error `stdout` throws. */
  readonly done: Promise<void>;
  /** Known from the first byte on. */
  readonly pid: number | undefined;
  /** Ends the tool within 2 s: TERM, then KILL. */
  kill(): void;
}

const defaultStallMs = 300_000;

/** Runs one of PostgreSQL's client programs, without a shell, with the end gate between it and whoever reads its output. */
export function runTool(options: ToolOptions): ToolRun {
  assertSafeCall(options.file, options.args, options.env, options.redact ?? []);
  if (!existsSync(options.file)) throw failures.missing(path.basename(options.file));
  return new RunningTool(options);
}

interface Started {
  child: ToolProcess;
  output: OutputPipe;
  exited: Promise<failures.ToolExit>;
}

class RunningTool implements ToolRun {
  readonly stdout: AsyncIterable<Buffer>;
  readonly done: Promise<void>;
  private readonly call: failures.ToolCall;
  private readonly stderr: StderrTail;
  private readonly started: Promise<Started>;
  private running: Started | null = null;
  private readonly watchdog: StallWatchdog;
  private readonly maxTimer: NodeJS.Timeout | undefined;
  private readonly outcome = Promise.withResolvers<void>();
  private failure: PostgresError | null = null;
  private gone: Promise<unknown>;
  private settled = false;

  constructor(private readonly options: ToolOptions) {
    const { env, maxMs, stallMs = defaultStallMs, redact: secrets = [] } = options;
    const name = path.basename(options.file);
    this.call = { name, host: env['PGHOST'] ?? '', user: env['PGUSER'] ?? '', secrets };
    this.stderr = new StderrTail(secrets);
    this.started = this.start(env);
    this.gone = this.started.then(({ exited }) => exited).catch(reportedToReader);
    this.watchdog = new StallWatchdog(stallMs, () => this.stop(failures.stalled(name, stallMs)));
    if (maxMs !== undefined)
      this.maxTimer = setTimeout(() => this.stop(failures.maxDuration(name, maxMs)), maxMs).unref();
    if (options.signal?.aborted === true) this.kill();
    else options.signal?.addEventListener('abort', this.kill, { once: true });
    this.done = this.outcome.promise;
    this.done.catch(() => undefined); // whoever reads stdout gets the same error
    this.stdout = this.read();
  }

  get pid(): number | undefined {
    return this.running?.child.pid;
  }

  stderrTail(): string {
    return this.stderr.text();
  }

  readonly kill = (): void => this.stop(failures.cancelled(this.call.name));

  private async start(env: Record<string, string>): Promise<Started> {
    const output = await OutputPipe.open();
    if (this.failure !== null) {
      output.destroy();
      throw this.failure;
    }
    const { file, args } = this.options;
    const child = output.handOver((writeEnd) => startProcess(file, args, env, writeEnd));
    child.stderr.on('data', (chunk: Buffer) => this.stderr.push(chunk));
    this.running = { child, output, exited: exitOf(child) };
    void this.running.exited.then((exit) => this.died(child, exit));
    return this.running;
  }

  /** A tool that has failed is known to have at once, also where nobody reads it yet. */
  private async died(child: ToolProcess, exit: failures.ToolExit): Promise<void> {
    await lastWords(child.stderr);
    const failure = failures.judgeExit(exit, this.call, this.stderr.text());
    if (failure !== null) this.stop(failure);
  }

  private async *read(): AsyncGenerator<Buffer, void, undefined> {
    const tail = new OutputTail();
    let judged = false;
    try {
      const { child, output, exited } = await this.started;
      for (;;) {
        const chunk = await this.watchdog.during(output.next());
        if (chunk === null) break;
        tail.push(chunk);
        yield chunk;
      }
      const exit = await this.watchdog.during(exited);
      await lastWords(child.stderr);
      this.failure ??= this.judge(exit, tail);
      judged = true;
    } catch (error) {
      // Only a pipe fails here; one that stop() destroyed has its cause already.
      this.stop(failures.unreadable(this.call.name, error));
      judged = true;
    } finally {
      if (!judged) this.kill(); // the reader left early
      await this.gone;
      this.settle();
    }
    if (this.failure !== null) throw this.failure;
  }

  private judge(exit: failures.ToolExit, tail: OutputTail): PostgresError | null {
    const { completeness = 'dump' } = this.options;
    const stderr = this.stderr.text();
    const failure = failures.judgeExit(exit, this.call, stderr);
    if (failure !== null) return failure;
    const atLeast = this.options.minBytes ?? (completeness === 'none' ? 0 : 1);
    if (tail.bytes < atLeast || !tail.isComplete(completeness))
      return failures.incomplete(this.call.name, tail.bytes, stderr);
    for (const line of stderr.split('\n')) if (line.trim() !== '') this.options.onWarning?.(line);
    return null;
  }

  /** The first cause stands; what follows from it is not reported. */
  private stop(cause: PostgresError): void {
    if (this.settled || this.failure !== null) return;
    this.failure = cause;
    this.gone = this.started.then(endProcess).catch(reportedToReader);
    void this.gone.then(() => this.settle());
  }

  private settle(): void {
    if (this.settled) return;
    this.settled = true;
    this.watchdog.stop();
    clearTimeout(this.maxTimer);
    this.options.signal?.removeEventListener('abort', this.kill);
    this.running?.child.stderr.destroy();
    this.running?.output.destroy();
    if (this.failure === null) this.outcome.resolve();
    else this.outcome.reject(this.failure);
  }
}

async function endProcess({ child, output, exited }: Started): Promise<void> {
  output.destroy();
  await terminate(child, exited);
}

/** A tool that never began: its reader gets the cause. */
const reportedToReader = (): void => undefined;
