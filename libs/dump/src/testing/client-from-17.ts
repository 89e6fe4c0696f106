import path from 'node:path';
import { findClientTools, type ClientTool } from '@stowbase/postgres';
import { availableServerMajors } from '@stowbase/postgres/testing';

/** `npm run setup -- --client-17` unpacks it here where the machine has none. */
const unpacked = path.join(import.meta.dirname, '../../../../tmp/pg-client-17/usr/lib/postgresql/17/bin');

/** A server and a client of PostgreSQL 17 or newer, or the sentence that says what is missing. */
export async function postgresFrom17(): Promise<{ major: number; client: ClientTool } | { missing: string }> {
  const major = (await availableServerMajors()).find((one) => one >= 17);
  if (major === undefined) return { missing: 'no PostgreSQL server from 17 on here' };
  const dirs = [...(process.env['STOWBASE_TEST_CLIENT_DIRS'] ?? '').split(path.delimiter).filter(Boolean), unpacked];
  const tools = [...(await findClientTools()), ...(await findClientTools({ dirs }))];
  const client = tools.find((tool) => tool.major >= major && tool.psql !== undefined);
  return client === undefined
    ? { missing: `no pg_dump for PostgreSQL ${major} here: npm run setup -- --client-17` }
    : { major, client };
}
