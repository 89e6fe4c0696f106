import { fingerprint, freshTarget } from '@stowbase/postgres/testing';
import type { Fingerprint, ScratchServer, ScratchServerOptions } from '@stowbase/postgres/testing';
import pg from 'pg';
import { canary } from './project-database';

export interface TargetDatabase {
  readonly server: ScratchServer;
  /** Connects as `postgres`, who is no superuser and whose password is the canary. */
  readonly url: string;
  fingerprint(): Promise<Fingerprint>;
  /** Runs SQL as the project's owner. */
  sql(text: string): Promise<void>;
}

/** What a restore into a new Supabase project meets; the caller stops the server. */
export async function targetDatabase(options: ScratchServerOptions = {}): Promise<TargetDatabase> {
  const server = await freshTarget(options);
  await server.with(server.superuser.user, 'postgres', (client) =>
    client.query(`ALTER ROLE postgres PASSWORD ${pg.escapeLiteral(canary)}`),
  );
  server.passwords.set('postgres', canary);
  return {
    server,
    url: `${server.url('postgres', 'postgres')}?sslmode=disable`,
    fingerprint: () => fingerprint(server.settings(server.superuser.user, 'postgres')),
    sql: (text) => server.with('postgres', 'postgres', async (client) => void (await client.query(text))),
  };
}
