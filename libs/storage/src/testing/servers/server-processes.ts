import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeServerFolder } from './server-folder';

const run = promisify(execFile);
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => isThere(file));
const startWithinMs = 60_000;
/** Servers are there for an ordinary user, too. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C.UTF-8' };

/**
 * Processes of one server in a folder of its own. All of them are killed by `stop`, and by the system when this process dies
 * (where there is `setpriv`); the folder is removed then by the next one that starts a server.
 */
export class ServerProcesses {
  readonly #children: { readonly name: string; readonly child: ChildProcess; readonly log: string }[] = [];
  #ended = Promise.withResolvers<never>();

  private constructor(readonly folder: string) {
    this.#ended.promise.catch(() => undefined);
  }

  /**
   * @param begin starts what is needed; when that fails nothing stays behind. It is tried twice: a port that was free may be taken by
   * another test before its server takes it.
   */
  static async start<T>(begin: (processes: ServerProcesses) => Promise<T>): Promise<T & { stop: () => Promise<void> }> {
    return ServerProcesses.#started(begin).catch(() => ServerProcesses.#started(begin));
  }

  static async #started<T>(
    begin: (processes: ServerProcesses) => Promise<T>,
  ): Promise<T & { stop: () => Promise<void> }> {
    const processes = new ServerProcesses(await makeServerFolder());
    try {
      return { ...(await begin(processes)), stop: () => processes.stop() };
    } catch (cause) {
      await processes.stop();
      throw cause;
    }
  }

  /** A short command. @returns what it says; rejects with its complaint. */
  async run(file: string, args: readonly string[]): Promise<string> {
    const [program, ...rest] = tied(file, args);
    const { stdout } = await Promise.race([run(program, rest, { env, cwd: this.folder }), this.#ended.promise]);
    return stdout;
  }

  /** A process that is to run until `stop`. */
  async spawn(file: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<void> {
    const name = nameOf(file, args);
    const log = path.join(this.folder, `${name}.out`);
    const output = await open(log, 'a');
    const [program, ...rest] = tied(file, args);
    const stdio = ['ignore' as const, output.fd, output.fd];
    const child = spawn(program, rest, { stdio, cwd: this.folder, env: { ...env, ...more } });
    child.on('error', (cause) => this.#ended.reject(new Error(`${name} could not be started.`, { cause })));
    child.on('exit', (code, signal) => void this.#ends(name, log, code ?? signal ?? 'nothing'));
    this.#children.push({ name, child, log });
    await output.close();
  }

  /** Asks again and again until it is so; rejects when a process ends instead. */
  async until(what: string, ready: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + startWithinMs;
    while (!(await Promise.race([this.#ended.promise, ready()]))) {
      if (Date.now() > deadline) throw new Error(`After a minute ${what} was not ready.`);
      await delay(25);
    }
  }

  /** Until something listens there. */
  untilListening(port: number): Promise<void> {
    return this.until(`the server on port ${port}`, () => listens(port));
  }

  async stop(): Promise<void> {
    this.#ended.reject(new Error('The server was stopped.'));
    await Promise.all(
      this.#children.map(async ({ child }) => {
        if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #ends(name: string, log: string, how: number | string): Promise<void> {
    const said = await readFile(log, 'utf8').catch(() => '');
    this.#ended.reject(new Error(`${name} ended with ${how}: ${said.trim().slice(-2_000)}`));
  }
}

/** The command so that it dies with this process, however that ends. */
const tied = (file: string, args: readonly string[]): [string, ...string[]] =>
  setpriv === undefined ? [file, ...args] : [setpriv, '--pdeathsig', 'KILL', file, ...args];

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // ECONNREFUSED
  } finally {
    socket.destroy();
  }
}

function isThere(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch {
    return false; // not Linux, or without util-linux
  }
}

/** Of a program that a loader starts: the program's. */
const nameOf = (file: string, args: readonly string[]): string =>
  path.basename(path.basename(file).startsWith('ld-linux') ? (args[2] ?? file) : file);
