import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config';
import { hiddenFields, hideSecrets } from './hide-secrets';

export type Log = Logger;

/** One JSON object a line, on standard output; nothing in it opens anything. */
export function makeLog(level: Config['logLevel'], out?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...hiddenFields], censor: '••••' },
    hooks: { streamWrite: hideSecrets },
  };
  return out === undefined ? pino(options) : pino(options, out);
}
