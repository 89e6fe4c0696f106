import { delimiter } from 'node:path';

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
    debug: text('STOWBASE_DEBUG') !== undefined,
  };
}
