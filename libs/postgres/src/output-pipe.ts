import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { GatheringBuffer } from './gathering-buffer';
import { createRunFolder } from './run-folders';

/** A reader who waits gets what has arrived once it is this much, bytes … */
const worthWaking = 64 * 1024;
/** … or this long after the first byte, ms. */
const longestGathering = 2;

/**
 * What a child process writes to its standard output. A child's own `stdout` makes one buffer for each read: a hundred thousand of
 * them for a gigabyte, a quarter of a backup's own CPU time in reading and garbage collection (decision 0012). Here two connected
 * sockets take the place of the pipe, because a socket of ours can be told where to read to.
 */
export class OutputPipe {
  private ended = false;
  private failure: Error | null = null;
  private wake: (() => void) | null = null;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly buffer: GatheringBuffer,
    private readonly readEnd: net.Socket,
    private readonly writeEnd: net.Socket,
  ) {}

  static async open(): Promise<OutputPipe> {
    // In a folder that only this user can enter: nobody else can connect, and it is gone once both ends are there.
    const folder = await createRunFolder();
    const server = net.createServer({ pauseOnConnect: true });
    try {
      const name = path.join(folder, 's');
      server.listen(name);
      await once(server, 'listening');
      const accepted = once(server, 'connection') as Promise<[net.Socket]>;
      const buffer = new GatheringBuffer();
      const late: { pipe: OutputPipe | null } = { pipe: null };
      const readEnd = net.connect({
        path: name,
        onread: {
          buffer: () => buffer.nextPlace(),
          callback: (bytes) => {
            buffer.wrote(bytes);
            late.pipe?.arrived();
            return !buffer.isFull;
          },
        },
      });
      const [[writeEnd]] = await Promise.all([accepted, once(readEnd, 'connect')]);
      const pipe = (late.pipe = new OutputPipe(buffer, readEnd, writeEnd));
      readEnd.on('error', (error) => (pipe.failure ??= error));
      readEnd.once('close', () => pipe.end());
      writeEnd.on('error', (error) => (pipe.failure ??= error));
      return pipe;
    } finally {
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Hands the writing end to `start` (for `spawn`'s stdio) and closes ours: the output ends when the child closes its own. */
  handOver<T>(start: (writeEnd: net.Socket) => T): T {
    try {
      return start(this.writeEnd);
    } finally {
      this.writeEnd.destroy();
    }
  }

  /** The next bytes, valid until the next call; null at the end. @throws what broke the pipe */
  async next(): Promise<Buffer | null> {
    if (this.buffer.size < worthWaking && !this.ended) await this.gathered();
    if (this.failure !== null) throw this.failure;
    if (this.buffer.size === 0) return null;
    const bytes = this.buffer.take();
    if (!this.ended) this.readEnd.resume();
    return bytes;
  }

  /** Reads no more; what is there is thrown away, and a writing child gets EPIPE. */
  destroy(): void {
    this.writeEnd.destroy();
    this.readEnd.destroy();
  }

  private gathered(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      this.arrived();
    });
  }

  private arrived(): void {
    if (this.wake === null) return;
    if (this.buffer.size >= worthWaking || this.ended) this.wakeUp();
    else if (this.buffer.size > 0) this.timer ??= setTimeout(() => this.wakeUp(), longestGathering);
  }

  private end(): void {
    this.ended = true;
    this.arrived();
  }

  private wakeUp(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { wake } = this;
    this.wake = null;
    wake?.();
  }
}
