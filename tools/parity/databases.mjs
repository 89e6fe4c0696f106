// The databases that both dump: each fixture on each server found here, read by each client that can.
import { importTypeScript } from '../typescript-door.mjs';

/** What no fixture has, said by a superuser: for the CLI's rule about grants on parameters (the last one is inside a literal), and for our own rules. */
const more = `
  CREATE ROLE "parity ""role" NOLOGIN;
  GRANT SET ON PARAMETER log_statement TO anon, authenticated, supabase_etl_admin, "parity ""role";
  GRANT SET, ALTER SYSTEM ON PARAMETER log_duration TO service_role WITH GRANT OPTION;
  ALTER ROLE "parity ""role" SET parity.words = 'it''s
GRANT SET ON PARAMETER "log_statement" TO "anon";
';`;
const moreThanPlain = `
  CREATE PUBLICATION supabase_realtimely;
  ALTER DEFAULT PRIVILEGES FOR ROLE supabase_auth_admin IN SCHEMA public GRANT SELECT ON TABLES TO anon;`;

/** @typedef {{ name: string, url: string, env: Record<string, string>, client: import('./supabase-cli.mjs').Client }} Source */

/**
 * Calls `work` with one source after the other, each on a server that ends afterwards.
 * @param {(source: Source) => Promise<void> | void} work
 */
export async function eachDatabase(work) {
  const testing = await importTypeScript('libs/postgres/src/testing/index.ts');
  const clients = await clientTools();
  for (const major of (await testing.availableServerMajors()).filter((/** @type {number} */ m) => m >= 15)) {
    const fitting = clients.filter((client) => client.major >= major && client.pgDumpall !== undefined);
    for (const fixture of ['plain', 'torture']) {
      const server = await testing.startScratchServer({ major });
      try {
        await testing.buildPlatform(server);
        await testing.loadFixture(server, fixture);
        await server.with('supabase_admin', 'postgres', (/** @type {any} */ c) => c.query(more));
        if (fixture !== 'plain')
          await server.with('supabase_admin', 'postgres', (/** @type {any} */ c) => c.query(moreThanPlain));
        const { host, port, user, password, database } = server.settings('postgres', 'postgres');
        const env = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database };
        for (const client of fitting)
          await work({
            name: `${fixture}, server ${major}, client ${client.version}`,
            url: server.url('postgres', 'postgres'),
            env,
            client,
          });
      } finally {
        await server.stop();
      }
    }
  }
}

/** One client of each major. @returns {Promise<import('./supabase-cli.mjs').Client[]>} */
async function clientTools() {
  const { findClientTools } = await importTypeScript('libs/postgres/src/index.ts');
  const unpacked = new URL('../../tmp/pg-client-17/usr/lib/postgresql/17/bin', import.meta.url).pathname;
  const dirs = [...(process.env['STOWBASE_TEST_CLIENT_DIRS'] ?? '').split(':').filter(Boolean), unpacked];
  const found = [...(await findClientTools()), ...(await findClientTools({ dirs }))];
  return [...new Map(found.map((client) => [client.major, client])).values()];
}
