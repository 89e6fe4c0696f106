import type { LogLevel } from '../run-log.entity';
import { oneLine } from './one-line';

/** Lines of one run that are kept. Errors are kept beyond it: how a run ended is worth more than how it began. */
export const maxLines = 2_000;
const maxErrorsBeyond = 50;

export interface LogLine {
  readonly at: Date;
  readonly level: LogLevel;
  readonly code: string;
  readonly text: string;
}

export interface RunLogOptions {
  /** Lines that earlier attempts have left. */
  readonly already: number;
  /** Never appear in a line, in no encoding. */
  readonly secrets: readonly string[];
  readonly now: () => Date;
  readonly keep: (line: LogLine) => void;
}

/** What happened in one run, line by line: bounded, redacted, one line each. */
export class RunLog {
  private lines: number;
  private errorsBeyond = 0;

  constructor(private readonly options: RunLogOptions) {
    this.lines = options.already;
  }

  info(code: string, text: string): void {
    this.add('info', code, text);
  }

  warning(code: string, text: string): void {
    this.add('warning', code, text);
  }

  error(code: string, text: string): void {
    this.add('error', code, text);
  }

  private add(level: LogLevel, code: string, text: string): void {
    if (this.lines < maxLines - 1) {
      this.lines += 1;
      this.keep(level, code, text);
      return;
    }
    if (this.lines === maxLines - 1) {
      this.lines += 1;
      this.keep('warning', 'LOG_FULL', 'The log is full: of what follows only errors are kept.');
    }
    if (level === 'error' && this.errorsBeyond < maxErrorsBeyond) {
      this.errorsBeyond += 1;
      this.keep(level, code, text);
    }
  }

  private keep(level: LogLevel, code: string, text: string): void {
    const { now, secrets, keep } = this.options;
    keep({ at: now(), level, code: code.slice(0, 60), text: oneLine(text, secrets) });
  }
}
