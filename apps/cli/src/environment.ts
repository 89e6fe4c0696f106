import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Every environment variable the command line reads; nothing else looks at `process.env`. */
export interface Environment {
  /** SOURCE_DATABASE_URL: the database to back up or to check. */
  readonly sourceUrl: string | undefined;
  /** TARGET_DATABASE_URL: the database to restore into. */
  readonly targetUrl: string | undefined;
  /** PG_CLIENT_DIRS: folders with pg_dump, separated as in PATH. */
  readonly clientDirs: string[] | undefined;
  /** SUPABASE_CA_FILE: the root certificate from the project's dashboard; turns on full verification. */
  readonly caFile: string | undefined;
  /** NO_COLOR (no-color.org): any non-empty value. */
  readonly noColor: boolean;
  /** What destinations are set up by: S3_…, NEXTCLOUD_…, GOOGLE_DRIVE_…, LOCAL_STORAGE_…; DATA_DIR as in the service. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** STOWBASE_STATE_DIR, else where the system keeps state: what a killed upload leaves is written down there. */
  readonly stateDir: string;
  /** STOWBASE_DEBUG: stacks of unexpected errors are printed. */
  readonly debug: boolean;
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  return {
    sourceUrl: text('SOURCE_DATABASE_URL'),
    targetUrl: text('TARGET_DATABASE_URL'),
    clientDirs: text('PG_CLIENT_DIRS')?.split(delimiter),
    caFile: text('SUPABASE_CA_FILE'),
    noColor: text('NO_COLOR') !== undefined,
    variables: env,
    stateDir: text('STOWBASE_STATE_DIR') ?? join(stateHome(text), 'stowbase'),
    debug: text('STOWBASE_DEBUG') !== undefined,
  };
}

/** As the XDG base directories have it; on Windows the folder for local data. */
const stateHome = (text: (name: string) => string | undefined): string =>
  (process.platform === 'win32' ? text('LOCALAPPDATA') : text('XDG_STATE_HOME')) ?? join(homedir(), '.local', 'state');
