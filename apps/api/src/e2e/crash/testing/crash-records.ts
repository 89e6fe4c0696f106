import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { ScratchServer } from '@stowbase/postgres/testing';

/** Which of the two the service keeps its records in. */
export type RecordsEngine = 'sqlite' | 'postgres';

/** The records of a service that is dead: looked at and changed by hand, where a test has no hours to wait. */
export interface CrashRecords {
  /** What the service is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** One statement that both engines know. */
  run(sql: string): Promise<void>;
  /** What time would bring about: where several processes may live, only leases that are over tell that one is dead. */
  endLeases(): Promise<void>;
}

let databases = 0;

/** @param folder the data folder of SQLite. @param port through which the service reaches the server */
export async function crashRecords(
  engine: RecordsEngine,
  server: ScratchServer,
  folder: string,
  port = server.port,
): Promise<CrashRecords> {
  if (engine === 'sqlite') {
    return {
      env: {},
      run: (sql) => {
        const database = new DatabaseSync(join(folder, 'stowbase.db'));
        database.exec(sql);
        database.close();
        return Promise.resolve();
      },
      endLeases: () => Promise.resolve(),
    };
  }
  databases += 1;
  const name = `records_${process.pid}_${databases}`;
  await server.with(
    'supabase_admin',
    'postgres',
    async (client) => void (await client.query(`CREATE DATABASE ${name}`)),
  );
  const run = (sql: string): Promise<void> =>
    server.with('supabase_admin', name, async (client) => void (await client.query(sql)));
  return {
    env: { DATABASE_URL: throughPort(server.url('supabase_admin', name), port) },
    run,
    async endLeases() {
      for (const table of ['backups', 'copy_jobs', 'checks', 'import_jobs', 'self_backups'])
        await run(`UPDATE ${table} SET lease_until = '2020-01-01' WHERE status IN ('running', 'committing')`);
      await run('DELETE FROM copy_leases');
    },
  };
}

/** A connection string that goes by another port of this machine. */
export const throughPort = (url: string, port: number): string => url.replace(/:\d+\//, `:${port}/`);
