import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConnectionUrl } from '@stowbase/postgres';
import type { Environment } from '@stowbase/storage';
import { databaseFile, type Place } from '../database/place';
import { StartError } from '../errors/start-error';
import { stripProxyVariables } from '../outgoing/proxy-variables';
import type { Config } from './config';
import { readEnvDestinations } from './env-destinations';
import { problemOfDataFolder, problemsOfRoots } from './folders';
import { readVariable, type Variable } from './variable';
import { variables, type Values } from './variables';

/**
 * Every setting, checked. Makes the data folder. The only reader of `process.env`, except `database/column-types.ts`, which must know earlier.
 * @throws StartError `CONFIG_INVALID` with all problems at once, a line each
 */
export function readConfig(env: Environment = process.env): Config {
  const problems: string[] = [];
  const values = readAll(env, problems);
  const envDestinations = readEnvDestinations(env, values.DEFAULT_STORAGE_TYPE, problems);
  const dataFolder = resolve(values.DATA_DIR);
  const localStorageRoots = values.LOCAL_STORAGE_ROOTS.map((root) => resolve(root));
  const publicUrl = values.PUBLIC_URL ?? new URL(`http://localhost:${values.PORT}`);
  problems.push(
    ...insecureAddress(publicUrl, values),
    ...twoDatabases(values, dataFolder),
    ...partOfSqlite(values),
    ...problemsOfRoots(localStorageRoots, dataFolder),
  );
  const unusable = problemOfDataFolder(dataFolder);
  if (unusable !== null) problems.push(unusable);
  if (problems.length > 0) throw wrong(problems);
  return {
    host: values.HOST,
    port: values.PORT,
    dataFolder,
    database: place(values, dataFolder),
    publicUrl,
    trustProxy: values.TRUST_PROXY,
    allowInsecureHttp: values.ALLOW_INSECURE_HTTP,
    allowPrivateNetworks: values.ALLOW_PRIVATE_NETWORKS ?? ['development', 'demo'].includes(values.NODE_ENV),
    appKey: values.APP_KEY,
    appKeyPrevious: values.APP_KEY_PREVIOUS,
    setupToken: values.SETUP_TOKEN,
    role: values.ROLE,
    logLevel: values.LOG_LEVEL,
    maxConcurrentRuns: values.MAX_CONCURRENT_RUNS,
    shutdownGraceSeconds: values.SHUTDOWN_GRACE_SECONDS,
    maxRunHours: values.MAX_RUN_HOURS,
    minScheduleMinutes: values.MIN_SCHEDULE_MINUTES,
    stallSeconds: values.STALL_SECONDS,
    localStorageRoots,
    clientDirs: values.PG_CLIENT_DIRS,
    supabaseCa: values.SUPABASE_CA_FILE,
    envDestinations,
    defaultStorageType: values.DEFAULT_STORAGE_TYPE,
  };
}

/**
 * Removes what libraries would read behind our back: proxies would lead around the outgoing guard, and PGPASSWORD or PGOPTIONS into our own
 * connections. @returns their names, for the log; the values may hold passwords
 */
export function removeForeignVariables(env: NodeJS.ProcessEnv = process.env): string[] {
  const removed = stripProxyVariables(env);
  for (const name of Object.keys(env).filter((one) => /^PG[A-Z]+$/.test(one))) {
    delete env[name];
    removed.push(name);
  }
  return removed.sort();
}

function readAll(env: Environment, problems: string[]): Values {
  const entries: [string, Variable<unknown>][] = Object.entries(variables);
  // The table says which type each name has; `readVariable` keeps it.
  return Object.fromEntries(
    entries.map(([name, declared]) => [name, readVariable(env, name, declared, problems)]),
  ) as Values;
}

function place({ DATABASE_URL: url, DATABASE_CA_FILE: ca }: Values, folder: string): Place {
  if (url === null) return { engine: 'sqlite', folder };
  return { engine: 'postgres', connection: parseConnectionUrl(url, ca === null ? {} : { ca }).settings };
}

function insecureAddress(url: URL, { ALLOW_INSECURE_HTTP: allowed }: Values): string[] {
  if (url.protocol === 'https:' || allowed || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) return [];
  return [
    `PUBLIC_URL: ${url.origin} has no https, so passwords would travel readable. Put a reverse proxy with https in front, or set ALLOW_INSECURE_HTTP=1.`,
  ];
}

function twoDatabases({ DATABASE_URL: url }: Values, dataFolder: string): string[] {
  if (url === null || !existsSync(databaseFile(dataFolder))) return [];
  return [
    `DATABASE_URL is set, but there are records in ${databaseFile(dataFolder)} too. Nothing is carried over: unset it, or move that file away to begin anew.`,
  ];
}

function partOfSqlite({ DATABASE_URL: url, ROLE: role }: Values): string[] {
  if (url !== null || role === 'all') return [];
  return [
    `ROLE: ${role} needs DATABASE_URL. With SQLite one process does everything: unset ROLE, or put the records on a PostgreSQL server.`,
  ];
}

function wrong(problems: readonly string[]): StartError {
  const count = problems.length === 1 ? 'A setting is' : `${problems.length} settings are`;
  return new StartError(
    'CONFIG_INVALID',
    `${count} wrong.`,
    'Correct what is named above and start again; docs/configuration.md describes every variable.',
    undefined,
    problems,
  );
}
