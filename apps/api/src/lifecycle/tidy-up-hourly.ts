import type { Database } from '../database/database';
import type { Log } from '../logging/log';

const hour = 60 * 60 * 1_000;

/**
 * SQLite's write-ahead log is emptied again and again, so that it doesn't stay as large as it ever was.
 * @returns ends it
 */
export function tidyUpHourly(database: Pick<Database, 'tidyUp'>, log: Log, everyMs = hour): () => void {
  const timer = setInterval(() => {
    database
      .tidyUp()
      .catch((error: unknown) =>
        log.error({ err: error }, 'The log of the records could not be emptied; the next try is in an hour.'),
      );
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
