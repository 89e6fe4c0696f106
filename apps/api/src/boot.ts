import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module';
import { RUN_QUEUE, type RunQueue } from './backups/queue/run-queue';
import { readConfig, removeForeignVariables } from './config/env';
import { appOptions, configureApp } from './configure-app';
import { listen } from './lifecycle/listen';
import { openRecords } from './lifecycle/open-records';
import { stopOnSignals } from './lifecycle/stop-on-signals';
import { startErrorText } from './lifecycle/tell-start-error';
import { makeLog, type Log } from './logging/log';
import { logRequests } from './logging/log-requests';
import { NestLog } from './logging/nest-log';

try {
  await start();
} catch (error) {
  process.stderr.write(startErrorText(error));
  process.exit(1);
}

async function start(): Promise<void> {
  const config = readConfig();
  const log = makeLog(config.logLevel);
  const removed = removeForeignVariables();
  if (removed.length > 0)
    log.warn({ removed }, 'Some variables of the environment were taken out: nothing goes through them.');
  const records = await openRecords(config, log, () => endNow(log, 'Another process uses these records now.'));
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.of(config, records.database, records.secrets),
    { ...appOptions, logger: new NestLog(log), abortOnError: false, forceCloseConnections: true },
  );
  app.use(logRequests(log));
  configureApp(app);
  const port = await listen(app, config);
  process.on('uncaughtException', (error) => endNow(log, 'An unexpected error.', error));
  stopOnSignals(app, records, log, () => void app.get<RunQueue>(RUN_QUEUE).stop());
  log.info({ host: config.host, port, publicUrl: config.publicUrl.origin }, 'Stowbase is ready.');
}

function endNow(log: Log, why: string, error?: Error): void {
  log.fatal({ err: error }, `${why} The service ends; the next start tidies up.`);
  process.exit(1);
}
