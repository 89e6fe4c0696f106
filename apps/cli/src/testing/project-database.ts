import { freshTarget } from '@stowbase/postgres/testing';
import type { ScratchServer } from '@stowbase/postgres/testing';
import pg from 'pg';

/** A password with everything that needs escaping somewhere: in URLs, pass files, shells, JSON. */
export const canary = `c4nary/S3CRET:@"\\'%é?`;

export interface ProjectDatabase {
  readonly server: ScratchServer;
  /** Connects as `postgres`, whose password is the canary. */
  readonly url: string;
}

/** A server shaped like a Supabase project, with the plain fixture and a table whose rows take a while (about 20 MB). */
export async function projectDatabase(): Promise<ProjectDatabase> {
  const server = await freshTarget({ fixture: 'plain' });
  const { user } = server.superuser;
  await server.with(user, 'postgres', (client) =>
    client.query(`ALTER ROLE postgres PASSWORD ${pg.escapeLiteral(canary)}`),
  );
  server.passwords.set('postgres', canary);
  await server.with('postgres', 'postgres', async (client) => {
    await client.query(
      'CREATE TABLE public.wide AS SELECT g AS id, repeat(md5(g::text) || md5((g + 1)::text), 15) AS noise FROM generate_series(1, 20000) g',
    );
    await client.query('ALTER TABLE public.wide ALTER COLUMN noise SET STORAGE EXTERNAL');
  });
  const url = `postgresql://postgres:${encodeURIComponent(canary)}@${server.host}:${server.port}/postgres?sslmode=disable`;
  return { server, url };
}
