import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
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
  return pino(options, out ?? standardOutput());
}

/** When nobody reads it any more (a supervisor that died), the service goes on without a log. */
function standardOutput(): DestinationStream {
  const out = destination({ dest: 1, sync: true });
  // Pino does the same, but for EPIPE alone; of a socket ECONNRESET comes first, and what flushes then tries for ever.
  out.on('error', () => {
    out.write = () => true;
    out.flushSync = () => undefined;
  });
  return out;
}
