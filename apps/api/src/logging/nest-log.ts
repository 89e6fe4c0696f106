import type { LoggerService } from '@nestjs/common';
import type { Log } from './log';

/** What Nest tells about its own start: nobody asks unless something is wrong with it. */
const chatter = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Nest's logger in our format. The last argument is where a line comes from, for errors the one before it the stack. */
export class NestLog implements LoggerService {
  constructor(private readonly out: Log) {}

  log(message: unknown, ...more: unknown[]): void {
    const from = lastText(more);
    this.write(from !== undefined && chatter.has(from) ? 'debug' : 'info', message, from);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, lastText(more));
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, lastText(more));
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, lastText(more));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, lastText(more), stackIn(more));
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, lastText(more), stackIn(more));
  }

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    from: string | undefined,
    stack?: string,
  ): void {
    const fields = { ...(from === undefined ? {} : { from }), ...(stack === undefined ? {} : { stack }) };
    if (message instanceof Error) this.out[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.out[level]({ ...fields, ...message });
    else this.out[level](fields, String(message));
  }
}

const lastText = (more: readonly unknown[]): string | undefined => {
  const last = more.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
};

const stackIn = (more: readonly unknown[]): string | undefined =>
  more.find((one): one is string => typeof one === 'string' && one.includes('\n'));
