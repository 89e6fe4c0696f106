import type { Api } from './api';
import type { Source } from './test';

/** A project whose password was changed after it was connected: its next backup fails with AUTH_FAILED. */
export async function addLockedProject(api: Api, source: Source, name: string): Promise<{ id: string }> {
  const role = `e2e_${name.replaceAll(/\W/g, '_')}`;
  const superuser = source.server.superuser.user;
  await source.server.with(superuser, 'postgres', async (client) => {
    await client.query(`DROP ROLE IF EXISTS ${role}`);
    await client.query(`CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD 'four green boats at noon'`);
  });
  const url = new URL(source.url);
  url.username = role;
  url.password = 'four green boats at noon';
  const project = await api.post('/projects', { name, connection: { url: url.href } });
  await source.server.with(superuser, 'postgres', (client) => client.query(`ALTER ROLE ${role} PASSWORD 'changed'`));
  return project;
}
