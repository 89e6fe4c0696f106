import { connect } from '@stowbase/postgres';
import type { ScratchServer } from '@stowbase/postgres/testing';
import { readTarget } from '../read-target';
import type { TargetFacts } from '../target-facts';

/** What a restore as `user` would know of this database. */
export async function lookAt(server: ScratchServer, user: string, database = 'postgres'): Promise<TargetFacts> {
  const settings = server.settings(user, database);
  const client = await connect(settings);
  try {
    return await readTarget(settings, client);
  } finally {
    await client.end();
  }
}

/** Runs SQL as `user`; each string on its own, so that what can't run in a transaction can. */
export async function run(server: ScratchServer, user: string, ...sql: readonly string[]): Promise<void> {
  await server.with(user, 'postgres', async (client) => {
    for (const text of sql) await client.query(text);
  });
}

/** A role that can log in and has nothing else. */
export async function addRole(server: ScratchServer, name: string, attributes = ''): Promise<void> {
  const password = 'for-tests-only';
  await run(server, server.superuser.user, `CREATE ROLE "${name}" LOGIN PASSWORD '${password}' ${attributes}`);
  server.passwords.set(name, password);
}
