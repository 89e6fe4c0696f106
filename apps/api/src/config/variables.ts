import { drivers } from '@stowbase/storage';
import type { Config } from './config';
import { certificateFile, folder, folders } from './kinds/files';
import { addressRanges, listenHost, origin } from './kinds/network';
import { encryptionKey, postgresUrl, setupToken } from './kinds/secrets';
import { anyText, oneOf, switchedOn, wholeNumber } from './kinds/simple';
import { variable, type Variable } from './variable';

const since = '0.1.0';
const stored = drivers.filter((driver) => driver.stored).map(({ type }) => type);

/** Every variable that the service reads; those of destinations come from the fields of their drivers (`env-destinations.ts`). */
export const variables = {
  HOST: variable({
    group: 'Where it listens',
    kind: listenHost,
    fallback: '127.0.0.1',
    help: 'The address to listen on. `0.0.0.0`: every address of this machine, as in the container image.',
    since,
  }),
  PORT: variable({
    group: 'Where it listens',
    kind: wholeNumber(0, 65_535),
    fallback: 3000,
    help: '0: any free one; the log says which.',
    since,
  }),
  PUBLIC_URL: variable<URL | null>({
    group: 'Where it listens',
    kind: origin,
    fallback: null,
    without: '`http://localhost:PORT`',
    help: 'Where people open the service. Decides cookies, links and which Host and Origin are let in.',
    since,
  }),
  TRUST_PROXY: variable<readonly string[]>({
    group: 'Where it listens',
    kind: addressRanges,
    fallback: [],
    without: 'none',
    help: 'The reverse proxies whose `X-Forwarded-For` is believed.',
    since,
  }),
  ALLOW_INSECURE_HTTP: variable({
    group: 'Where it listens',
    kind: switchedOn,
    fallback: false,
    help: 'Allows a `PUBLIC_URL` without https on another host than localhost. Passwords then travel readable.',
    since,
  }),
  DATA_DIR: variable({
    group: 'Its records',
    kind: folder,
    fallback: './data',
    help: 'The records (SQLite) and the encryption key. With SQLite one process uses it at a time.',
    since,
  }),
  DATABASE_URL: variable<string | null>({
    group: 'Its records',
    kind: postgresUrl,
    fallback: null,
    without: 'SQLite in `DATA_DIR`',
    secret: true,
    help: 'A PostgreSQL database for the records, in place of SQLite. Not the one to back up. The session mode of a pooler, not the transaction mode.',
    since,
  }),
  DATABASE_CA_FILE: variable<string | null>({
    group: 'Its records',
    kind: certificateFile,
    fallback: null,
    without: "Node's list",
    help: 'Certificates that the server of `DATABASE_URL` is checked by; with it a remote host is verified in full.',
    since,
  }),
  APP_KEY: variable<Buffer | null>({
    group: 'Keys and accounts',
    kind: encryptionKey,
    fallback: null,
    without: '`app.key` in `DATA_DIR`, made at the first start',
    secret: true,
    help: 'Encrypts the stored passwords and keys. Without it they are lost: keep a copy apart from the records.',
    since,
  }),
  APP_KEY_PREVIOUS: variable<Buffer | null>({
    group: 'Keys and accounts',
    kind: encryptionKey,
    fallback: null,
    without: 'none',
    secret: true,
    help: 'The old key, for the start after `APP_KEY` was changed: everything is then sealed again with the new one.',
    since,
  }),
  SETUP_TOKEN: variable<string | null>({
    group: 'Keys and accounts',
    kind: setupToken,
    fallback: null,
    without: 'printed at the first start',
    secret: true,
    help: 'Proves at the first sign-in that you run this machine.',
    since,
  }),
  ROLE: variable<Config['role']>({
    group: 'How it works',
    kind: oneOf('all', 'api', 'worker'),
    fallback: 'all',
    help: 'What this process does: `api` answers requests, `worker` runs backups, schedules and all other work in the background, `all` does both. Several processes need `DATABASE_URL`.',
    since,
  }),
  LOG_LEVEL: variable<Config['logLevel']>({
    group: 'How it works',
    kind: oneOf('fatal', 'error', 'warn', 'info', 'debug'),
    fallback: 'info',
    help: 'What is logged, from the fewest to the most lines.',
    since,
  }),
  MAX_CONCURRENT_RUNS: variable({
    group: 'How it works',
    kind: wholeNumber(1, 20),
    fallback: 2,
    help: 'Backups that run at once, over all processes.',
    since,
  }),
  MAX_RUN_HOURS: variable({
    group: 'How it works',
    kind: wholeNumber(1, 23),
    fallback: 23,
    help: 'A backup that takes longer is ended as failed.',
    since,
  }),
  MIN_SCHEDULE_MINUTES: variable({
    group: 'How it works',
    kind: wholeNumber(1, 1_440),
    fallback: 5,
    help: 'The shortest time between two backups that a schedule may ask for.',
    since,
  }),
  STALL_SECONDS: variable({
    group: 'How it works',
    kind: wholeNumber(10, 3_600),
    fallback: 300,
    help: 'A backup is ended as failed when the database sends nothing for so long.',
    since,
  }),
  SHUTDOWN_GRACE_SECONDS: variable({
    group: 'How it works',
    kind: wholeNumber(0, 3_600),
    fallback: 25,
    help: 'How long running backups get to finish when the service is told to stop. Give the supervisor more than that.',
    since,
  }),
  PG_CLIENT_DIRS: variable<readonly string[]>({
    group: 'How it works',
    kind: folders,
    fallback: [],
    without: '`/usr/lib/postgresql/*/bin`, then `PATH`',
    help: 'Where `pg_dump` is looked for.',
    since,
  }),
  NODE_ENV: variable({
    group: 'How it works',
    kind: anyText,
    fallback: 'production',
    help: '`development` and `demo` allow private networks unless told otherwise.',
    since,
  }),
  ALLOW_PRIVATE_NETWORKS: variable<boolean | null>({
    group: 'Where it may connect to',
    kind: switchedOn,
    fallback: null,
    without: '0; 1 with `NODE_ENV` development or demo',
    help: 'Lets projects and destinations be on this machine or in its network. Metadata services of clouds stay closed.',
    since,
  }),
  SUPABASE_CA_FILE: variable<string | null>({
    group: 'Where it may connect to',
    kind: certificateFile,
    fallback: null,
    without: 'none',
    help: "Supabase's root certificate, from the project's dashboard: its servers are then verified in full.",
    since,
  }),
  LOCAL_STORAGE_ROOTS: variable<readonly string[]>({
    group: 'Destinations',
    kind: folders,
    fallback: ['./backups'],
    without: '`./backups`',
    help: 'Destinations on this machine may only be in these folders; never the data folder, one inside it or one around it.',
    since,
  }),
  DEFAULT_STORAGE_TYPE: variable<string | null>({
    group: 'Destinations',
    kind: oneOf(...stored),
    fallback: null,
    without: 'none',
    help: 'The destination from the environment that backups go to when none is named.',
    since,
  }),
} satisfies Record<string, Variable<unknown>>;

export type Values = {
  -readonly [K in keyof typeof variables]: (typeof variables)[K] extends Variable<infer T> ? T : never;
};
