import type { Writable } from 'node:stream';
import { CliError, errnoOf } from './cli-error';
import type { Secrets } from './secrets';

/** A stream that may be a terminal; `process.stdout` and `process.stderr` fit, and so does any writable in a test. */
export interface Terminal extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * The one printer: results go to stdout, everything else to stderr, and no text leaves without passing the secrets.
 * A status line (the progress bar) is redrawn in place and removed before anything else is printed.
 */
export class Screen {
  private statusShown = false;

  constructor(
    private readonly stdout: Terminal,
    private readonly stderr: Terminal,
    private readonly secrets: Secrets,
  ) {
    // A terminal that went away must not end a running backup.
    stderr.on('error', () => undefined);
    stdout.on('error', () => undefined);
  }

  /** One result text on stdout. A reader that has seen enough (`| head`) is not an error; a full disk is. */
  async result(text: string): Promise<void> {
    this.clearStatus();
    const failed = await new Promise<Error | null | undefined>((resolve) => {
      this.stdout.write(`${this.secrets.redact(text)}\n`, resolve);
    });
    if (!failed || errnoOf(failed) === 'EPIPE') return;
    throw new CliError(
      'output',
      'RESULT_NOT_WRITTEN',
      `The result could not be written to standard output (${errnoOf(failed) ?? 'write error'}).`,
      'The work itself was done; look at where standard output points to.',
      { cause: failed },
    );
  }

  /** One line for the person, on stderr. */
  say(text: string): void {
    this.clearStatus();
    this.stderr.write(`${this.secrets.redact(text)}\n`);
  }

  /** A question on stderr; the cursor stays behind it. */
  ask(text: string): void {
    this.clearStatus();
    this.stderr.write(this.secrets.redact(text));
  }

  /** The line that is redrawn; only on a terminal. */
  status(text: string): void {
    this.stderr.write(`\r\x1b[2K${this.secrets.redact(text)}`);
    this.statusShown = true;
  }

  clearStatus(): void {
    if (!this.statusShown) return;
    this.stderr.write('\r\x1b[2K');
    this.statusShown = false;
  }

  /** Whether a status line makes sense, and how wide it may be. */
  get interactive(): boolean {
    return this.stderr.isTTY === true;
  }

  get columns(): number {
    return this.stderr.columns ?? 80;
  }

  /** Waits until the system has everything that was said; results were waited for one by one. */
  async flush(): Promise<void> {
    if (!this.stderr.destroyed) await new Promise((resolve) => this.stderr.write('', resolve));
  }
}
