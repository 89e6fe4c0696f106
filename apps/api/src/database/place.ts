import { join } from 'node:path';
import type { ConnectionSettings } from '@stowbase/postgres';

/** Where the records are: a folder for SQLite, a database of a PostgreSQL server. */
export type Place =
  | { readonly engine: 'sqlite'; readonly folder: string }
  | { readonly engine: 'postgres'; readonly connection: ConnectionSettings };

export const databaseFile = (folder: string): string => join(folder, 'stowbase.db');
