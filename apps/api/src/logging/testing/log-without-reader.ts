// A process that logs a line, makes the file that it is given, waits for SIGUSR2, logs more, and ends with 7.
import { writeFileSync } from 'node:fs';
import { makeLog } from '../log';

const log = makeLog('info');
setInterval(() => undefined, 60_000);
process.on('SIGUSR2', () => {
  try {
    log.info('a line that nobody reads');
    log.info('another one');
  } finally {
    log.fatal('the last one');
    process.exit(7);
  }
});
log.info('begun');
writeFileSync(process.argv[2] ?? '', '');
