import { resolve } from 'node:path';
import type { Config } from './config';

/** @throws StartError with all problems at once, one line a variable */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const dataFolder = resolve(env['DATA_DIR'] ?? 'data');
  const port = Number(env['PORT'] ?? 3000);
  return {
    host: env['HOST'] ?? '127.0.0.1',
    port,
    dataFolder,
    database: { engine: 'sqlite', folder: dataFolder },
    publicUrl: new URL(env['PUBLIC_URL'] ?? `http://localhost:${port}`),
    trustProxy: [],
    allowInsecureHttp: false,
    allowPrivateNetworks: true,
    appKey: null,
    appKeyPrevious: null,
    setupToken: null,
    logLevel: 'info',
    maxConcurrentRuns: 2,
    shutdownGraceSeconds: 25,
    maxRunHours: 23,
    stallSeconds: 300,
    localStorageRoots: [resolve('backups')],
    clientDirs: [],
    envDestinations: [],
  };
}
