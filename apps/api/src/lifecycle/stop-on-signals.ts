import type { Log } from '../logging/log';
import type { Records } from './open-records';
import { crashPoint } from './crash-point';

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 143 } as const;
type StopSignal = keyof typeof exitCodes;

/** npm and a terminal may deliver one key press twice: what follows within this time is the same press, ms. */
const samePress = 500;

/** Nest's application; its type leaves out that it takes the signal, for the hooks. */
interface Closable {
  close(signal?: string): Promise<void>;
}

/**
 * The first signal: features take no new work and let what runs finish (`beforeApplicationShutdown`), then everything is closed. The second:
 * what runs is aborted. The third ends the process as it is; the next start tidies up.
 * @param abortRuns makes what runs end soon
 */
export function stopOnSignals(app: Closable, records: Records, log: Log, abortRuns: () => void): void {
  let received = 0;
  let receivedAt = -Infinity;
  const onSignal = (name: StopSignal): void => {
    const now = performance.now();
    if (now - receivedAt < samePress) return;
    receivedAt = now;
    received += 1;
    if (received === 1) void stop(name);
    else if (received > 2) process.exit(exitCodes[name]);
    else {
      log.warn(`${name} again: what runs is aborted.`);
      abortRuns();
    }
  };
  const stop = async (name: StopSignal): Promise<never> => {
    log.info(`${name}: stopping; running backups may finish first.`);
    try {
      await app.close(name);
      crashPoint('stop/drained');
      await records.close();
      crashPoint('stop/records-closed');
      log.info('Stopped.');
      process.exit(exitCodes[name]);
    } catch (error) {
      log.fatal({ err: error }, 'Not stopped cleanly; the next start tidies up.');
      process.exit(1);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
}
