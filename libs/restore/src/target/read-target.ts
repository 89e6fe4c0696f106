import { describeConnection, queryOf, translateError, type ConnectionSettings, type Query } from '@stowbase/postgres';
import type { Client } from 'pg';
import { objectKey } from '../object-key';
import { readCronJobs } from './cron-jobs';
import { readExtensions } from './extensions';
import { keyOf } from './inventory/catalogue-object';
import { readInventory } from './inventory/inventory';
import { canRestTriggers } from './rest-triggers';
import { refuseTooOld } from './refuse/refuse-server';
import { readRoles } from './roles';
import { readServerFacts } from './server-facts';
import { readTablesWithRows } from './tables-with-rows';
import type { TargetFacts } from './target-facts';
import { kindOf } from './target-kind';
import { userObjectsOf } from './user-objects';

/**
 * Everything a plan asks about a target, read in one transaction that changes nothing. `client` comes from `connect(settings)`, is in no transaction,
 * and stays the caller's. @throws PostgresError; RestoreError TARGET_TOO_OLD
 */
export async function readTarget(settings: ConnectionSettings, client: Client): Promise<TargetFacts> {
  const q = queryOf(client);
  try {
    await q(begin);
    const facts = await lookAround(settings, q);
    await q('ROLLBACK');
    return facts;
  } catch (error) {
    // The first error is the one to know, also when the connection is gone.
    await q('ROLLBACK').catch(() => undefined);
    throw translateError(error, { during: 'looking at the target', settings });
  }
}

/** Names and arguments are then written as pg_dump writes them, and no limit of the role's ends a long catalogue query. */
const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL search_path = '';
  SET LOCAL quote_all_identifiers = on;
  SET LOCAL statement_timeout = 0;
  SET LOCAL jit = off`;

async function lookAround(settings: ConnectionSettings, q: Query): Promise<TargetFacts> {
  const { platform, ...server } = await readServerFacts(q);
  // An older catalogue has other columns: said here, before a query fails on them.
  refuseTooOld(server);
  const roles = await readRoles(q, server.serverVersionNum);
  const extensions = await readExtensions(q);
  const inventory = await readInventory(q);
  const cronJobs = await readCronJobs(q);
  const { tables, tablesWithRows } = await readTablesWithRows(q);
  const kind = kindOf(settings, platform);
  const keys = new Set([
    ...inventory.map(keyOf),
    ...[...roles.roles].map(objectKey.role),
    ...[...extensions.installedExtensions.keys()].map(objectKey.extension),
    ...cronJobs.flatMap(({ name }) => (name === null ? [] : [objectKey.cronJob(name)])),
  ]);
  return {
    kind,
    ref: describeConnection(settings).ref,
    host: settings.host,
    port: settings.port,
    ...server,
    ...roles,
    ...extensions,
    canRestTriggers: await canRestTriggers(q),
    objects: { keys, has: (key) => keys.has(key), tables, tablesWithRows },
    userObjects: userObjectsOf({ kind, inventory, cronJobs, tablesWithRows }),
  };
}
