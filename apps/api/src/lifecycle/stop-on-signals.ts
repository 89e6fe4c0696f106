import type { Log } from '../logging/log';
import type { Records } from './open-records';

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 143 } as const;
type StopSignal = keyof typeof exitCodes;

/** Nest's application; its type leaves out that it takes the signal, for the hooks. */
interface Closable {
  close(signal?: string): Promise<void>;
}

/**
 * The first signal: features take no new work and let what runs finish (`beforeApplicationShutdown`), then everything is closed. The second:
 * what runs is aborted (the queue listens for it, too). The third ends the process as it is; the next start tidies up.
 */
export function stopOnSignals(app: Closable, records: Records, log: Log): void {
  let received = 0;
  const onSignal = (name: StopSignal): void => {
    received += 1;
    if (received === 1) void stop(name);
    else if (received === 2) log.warn(`${name} again: what runs is aborted.`);
    else process.exit(exitCodes[name]);
  };
  const stop = async (name: StopSignal): Promise<never> => {
    log.info(`${name}: stopping; running backups may finish first.`);
    try {
      await app.close(name);
      await records.close();
      log.info('Stopped.');
      process.exit(exitCodes[name]);
    } catch (error) {
      log.fatal({ err: error }, 'Not stopped cleanly; the next start tidies up.');
      process.exit(1);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
}
