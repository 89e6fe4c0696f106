import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { quickPassword } from '../server/quick-password';
import type { ScratchServer } from '../server/scratch-server';
import { runSqlFolder } from '../sql-folder';

const loginRoles = [
  'postgres',
  'authenticator',
  'supabase_auth_admin',
  'supabase_storage_admin',
  'supabase_functions_admin',
  'supabase_etl_admin',
  'supabase_replication_admin',
  'supabase_read_only_user',
  'pgbouncer',
];

/**
 * Makes the server's database `postgres` look like a new Supabase project: roles, schemas, services' tables, default privileges, publication.
 * Afterwards the superuser is `supabase_admin` and `postgres` is the project's owner without superuser rights (`server.settings('postgres', 'postgres')`).
 * pg_cron is installed when the server preloads it. What stands in for the platform's hook is written in `09-emulation.sql`.
 */
export async function buildPlatform(server: ScratchServer): Promise<void> {
  await renameSuperuser(server, 'supabase_admin');
  await server.with('supabase_admin', 'postgres', async (client) => {
    const skip = server.preloaded.includes('pg_cron') ? [] : ['08-cron.sql'];
    await runSqlFolder(client, 'platform', { major: server.major, skip });
    const passwords = loginRoles.map((role) => [role, randomBytes(12).toString('base64url')] as const);
    const alter = passwords.map(
      ([role, password]) => `ALTER ROLE ${pg.escapeIdentifier(role)} PASSWORD '${quickPassword(password)}'`,
    );
    await client.query(alter.join(';'));
    for (const [role, password] of passwords) server.passwords.set(role, password);
  });
}

/** The bootstrap superuser can't be demoted (16+), and nobody can rename himself: a second superuser does it. */
async function renameSuperuser(server: ScratchServer, name: string): Promise<void> {
  const { user, password } = server.superuser;
  if (user === name) return;
  const helper = 'rename_helper';
  server.passwords.set(helper, password);
  await server.with(user, 'postgres', (c) =>
    c.query(`CREATE ROLE ${helper} SUPERUSER LOGIN PASSWORD '${quickPassword(password)}'`),
  );
  await server.with(helper, 'postgres', (c) => c.query(`ALTER ROLE ${pg.escapeIdentifier(user)} RENAME TO ${name}`));
  server.passwords.delete(user);
  server.passwords.delete(helper);
  server.superuser = { user: name, password };
  server.passwords.set(name, password);
  await server.with(name, 'postgres', (c) => c.query(`DROP ROLE ${helper}`));
}
