import 'reflect-metadata';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../app.module';
import type { Config } from '../config/config';
import { readConfig } from '../config/env';
import { appOptions, configureApp } from '../configure-app';
import type { Database } from '../database/database';
import { openDatabase } from '../database/open-database';
import { logRequests } from '../logging/log-requests';
import type { Log } from '../logging/log';
import { NestLog } from '../logging/nest-log';
import { openSecretBox } from '../secrets/open-secret-box';

export interface TestApi {
  readonly app: NestExpressApplication;
  readonly config: Config;
  readonly database: Database;
  /** `http://127.0.0.1:port/api` */
  readonly url: string;
  /** Ends the service and removes its folder. */
  close(): Promise<void>;
}

/**
 * The service as it really is, in this process: its own data folder, a free port of this machine, nothing mocked.
 * @param log takes every line that the real one would write, requests too; left out: warnings and errors go to the console
 */
export async function startTestApi(
  env: Readonly<Record<string, string>> = {},
  change: Partial<Config> = {},
  log?: Log,
): Promise<TestApi> {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-api-'));
  const backups = join(folder, 'backups');
  mkdirSync(backups);
  const config: Config = {
    ...readConfig({
      DATA_DIR: join(folder, 'data'),
      LOCAL_STORAGE_ROOTS: backups,
      ALLOW_PRIVATE_NETWORKS: '1',
      ...env,
    }),
    logLevel: 'error',
    setupToken: 'the setup token of a test',
    ...change,
  };
  const database = await openDatabase(config.database);
  const secrets = await openSecretBox(config, database, () => undefined);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(config, database, secrets), {
    ...appOptions,
    logger: log === undefined ? ['error', 'warn'] : new NestLog(log),
  });
  if (log !== undefined) app.use(logRequests(log));
  // Whatever was built before: tests of the API have no web app.
  configureApp(app, null);
  await app.listen(0, '127.0.0.1');
  const address = app.getHttpServer().address() as { port: number };
  return {
    app,
    config,
    database,
    url: `http://127.0.0.1:${address.port}/api`,
    close: async () => {
      await app.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
