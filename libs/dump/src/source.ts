import { chooseClient, connect, findClientTools, type ClientTool, type ConnectionSettings } from '@stowbase/postgres';
import type { CatalogueContext, Query } from './catalogue/types';
import { cancelled, codeOf } from './errors';
import type { BackupRequest } from './request';
import { connectOptions } from './connect-options';
import { asQuery } from './snapshot-holder';

/** What a first look at the source tells. */
export interface SourceFacts extends CatalogueContext {
  /** As the server says it, e.g. `15.18 (Debian 15.18-0+deb12u1)`. */
  serverVersion: string;
  encoding: string;
  locale: string;
  /** null where this role may not ask for it. */
  systemIdentifier: string | null;
  tool: ClientTool;
}

const transient = new Set(['TOO_MANY_CONNECTIONS', 'STARTING_UP']);
const pausesMs = [1_000, 4_000];

/** Connects, tries again while the server is starting or full, and picks the pg_dump that fits. */
export async function readSource(request: BackupRequest): Promise<SourceFacts> {
  const client = await connectPatiently(request);
  try {
    const query = asQuery(client);
    const [row] = await query(
      `SELECT pg_catalog.current_setting('server_version_num') AS number, pg_catalog.current_setting('server_version') AS version,
              current_user::pg_catalog.text AS role, d.datname AS database, pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS locale
         FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`,
    );
    const serverVersionNum = Number(row?.number);
    return {
      serverVersionNum,
      database: row?.database ?? request.source.database,
      currentUser: row?.role ?? request.source.user,
      serverVersion: row?.version ?? '',
      encoding: row?.encoding ?? '',
      locale: row?.locale ?? '',
      systemIdentifier: await readSystemIdentifier(query),
      tool: chooseClient(await findClientTools(toolFolders(request)), Math.floor(serverVersionNum / 10_000)),
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Two queries: PostgreSQL checks the right on a function before a CASE around it is looked at. */
async function readSystemIdentifier(query: Query): Promise<string | null> {
  const [right] = await query(
    `SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')::pg_catalog.text AS may`,
  );
  if (right?.may !== 'true') return null;
  const [row] = await query(
    'SELECT system_identifier::pg_catalog.text AS identifier FROM pg_catalog.pg_control_system()',
  );
  return row?.identifier ?? null;
}

const toolFolders = (request: BackupRequest): { dirs?: string[] } =>
  request.clientDirs === undefined ? {} : { dirs: request.clientDirs };

async function connectPatiently(request: BackupRequest): ReturnType<typeof connect> {
  const settings: ConnectionSettings = { ...request.source, applicationName: 'stowbase' };
  for (const pause of [...pausesMs, null]) {
    if (request.signal?.aborted === true) throw cancelled(request.signal.reason);
    try {
      return await connect(settings, connectOptions(request));
    } catch (error) {
      if (pause === null || !transient.has(codeOf(error) ?? '')) throw error;
      await (request.pause ?? defaultPause)(pause);
    }
  }
  throw cancelled();
}

const defaultPause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
