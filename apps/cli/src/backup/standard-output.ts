import { fstat, fsync } from 'node:fs';
import { promisify } from 'node:util';
import type { ByteSink } from '@stowbase/archive';
import { CliError, wrongUse } from '../cli-error';
import type { Terminal } from '../screen';
import { writeFully, writeProblem } from './write-fully';

const stat = promisify(fstat);
const sync = promisify(fsync);
const STDOUT = 1;
const WHERE = 'standard output';

/** The archive on stdout, for a pipe or a redirection. What was sent can't be taken back, so it can't start anew. */
export class StandardOutput implements ByteSink {
  private sentBytes = 0;

  private constructor(
    private readonly stream: Terminal,
    /** Size of the file behind stdout before the first byte; null when it is a pipe, a socket or a device. */
    private readonly sizeBefore: number | null,
    private readonly isPipe: boolean,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws CliError wrong use when stdout is a terminal. */
  static async open(signal: AbortSignal, stream: Terminal = process.stdout): Promise<StandardOutput> {
    if (stream.isTTY) {
      throw wrongUse(
        'An archive is not for a terminal.',
        'Send it on ("--out - | …", "--out - > FILE.tar") or use --out DIR.',
      );
    }
    const found = await stat(STDOUT);
    return new StandardOutput(
      stream,
      found.isFile() ? found.size : null,
      !found.isFile() && !found.isCharacterDevice(),
      signal,
    );
  }

  /** Bytes that were taken so far. */
  get sent(): number {
    return this.sentBytes;
  }

  /**
   * Pipes go through Node's stream, which waits for a slow reader; files through our own loop, because the stream for files
   * ignores that the system took only a part of a chunk.
   */
  async write(chunk: Buffer): Promise<void> {
    try {
      if (this.isPipe) await this.toPipe(chunk);
      else await writeFully(STDOUT, chunk, null);
    } catch (e) {
      throw writeProblem(e, WHERE);
    }
    this.sentBytes += chunk.length;
  }

  /** Every byte was taken; where a file stands behind stdout, it grew by exactly as much. Returns the bytes sent. */
  async seal(): Promise<number> {
    if (this.sizeBefore === null) return this.sent;
    await sync(STDOUT);
    const grown = (await stat(STDOUT)).size - this.sizeBefore;
    if (grown === this.sent) return this.sent;
    throw new CliError(
      'output',
      'SIZE_MISMATCH',
      `The file behind standard output grew by ${grown} bytes where ${this.sent} were written.`,
      'Make sure that nothing else writes to it, or use --out FILE.tar.',
    );
  }

  /** A reader that has stopped reading must not keep a cancelled backup alive. */
  private async toPipe(chunk: Buffer): Promise<void> {
    this.signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(this.signal.reason as Error);
      this.signal.addEventListener('abort', stop, { once: true });
      this.stream.write(chunk, (e) => {
        this.signal.removeEventListener('abort', stop);
        if (e) reject(e);
        else resolve();
      });
    });
  }
}
