// Sample Supabase projects of different sizes, on one server.
import { importTypeScript } from '../../typescript-door.mjs';

/** MiB of rows that don't compress, by project. */
const sizes = { 'shop-prod': 21, 'analytics-eu': 80, crm: 36, 'landing-forms': 1, billing: 1 };

export async function startDatabases() {
  const { startScratchServer, buildPlatform, loadFixture } = await importTypeScript(
    'libs/postgres/src/testing/index.ts',
  );
  // Without pg_cron, whose session would keep the database from being copied.
  const server = await startScratchServer({ preload: [] });
  try {
    await buildPlatform(server);
    await loadFixture(server, 'plain');
    for (const [name, size] of Object.entries(sizes)) await addProject(server, name, size);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    server,
    /** Rows come and go, so that two backups differ. @param {string} project */
    change: (project) =>
      server.with('postgres', project, (client) =>
        client.query(`
          INSERT INTO public.page_views SELECT id + 1000000, at, payload FROM public.page_views WHERE id % 12 = 0;
          DELETE FROM public.order_lines WHERE ctid IN (SELECT ctid FROM public.order_lines LIMIT 310);
          DELETE FROM private.audit WHERE ctid IN (SELECT ctid FROM private.audit LIMIT 17)`),
      ),
    /** @param {string} project @param {number} [port] of a door before it */
    url(project, port = server.port) {
      const url = new URL(server.url('postgres', project));
      url.port = String(port);
      return url.href;
    },
  };
}

async function addProject(server, name, size) {
  const owner = server.superuser.user;
  await server.with(owner, 'template1', (client) =>
    client.query(`CREATE DATABASE "${name}" OWNER postgres TEMPLATE postgres`),
  );
  await server.with('postgres', name, (client) =>
    client.query(`
      CREATE TABLE public.page_views (id bigint PRIMARY KEY, at timestamptz NOT NULL, payload text NOT NULL);
      INSERT INTO public.page_views SELECT n, now() - n * interval '1 minute',
        (SELECT string_agg(md5(n::text || part::text), '') FROM generate_series(1, 32) part)
        FROM generate_series(1, ${size * 960}) n`),
  );
}
