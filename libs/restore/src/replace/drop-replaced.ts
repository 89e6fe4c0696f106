import { queryOf, translateError, type Query } from '@stowbase/postgres';
import type { Client } from 'pg';
import { RestoreError } from '../errors';
import type { RestorePlan } from '../plan/restore-plan';
import { tableText, type TableName } from '../table-name';
import { locate, type Address } from './addresses';
import { refusals } from './attempt';
import { refuseBlocked } from './blocked';
import { deleteRows } from './delete-rows';
import { dependenciesOf } from './dependencies';
import { dropInRounds } from './drop-in-rounds';
import { dropGroups, objectText } from './drop-statements';
import { dropKeysBetween, loosen } from './loosen';
import { refusePublished } from './published';
import { resetRoutines } from './reset-routines';

/**
 * Drops what the plan's items of action `replace` name, and nothing else: never by CASCADE, in the transaction that is open on the
 * client, whose settings are the same afterwards. What outside of the plan depends on it is found out before anything is dropped.
 * @throws RestoreError `REPLACE_BLOCKED` with all that is in the way, by plain names; PostgresError. The caller rolls back.
 */
export async function dropReplaced(client: Client, plan: Pick<RestorePlan, 'items' | 'tables'>): Promise<void> {
  const items = plan.items.filter(({ action }) => action === 'replace');
  if (items.length === 0) return;
  const query = queryOf(client);
  const keys = new Set(items.flatMap(({ key }) => (key === null ? [] : [key])));
  const emptied = new Set(items.filter(({ type }) => type === 'rows').map(({ name }) => name));
  try {
    await withPlainNames(query, async () => {
      await unscheduleJobs(query, keys);
      const objects: Address[] = [];
      for await (const { classid, objid } of locate(query, keys)) objects.push({ classid, objid });
      await refusePublished(query, objects, plan.items);
      await dropObjects(query, objects);
      await deleteRows(query, plan.tables.filter((table) => emptied.has(tableText(table))).map(nameOnly));
    });
  } catch (error) {
    throw error instanceof RestoreError ? error : translateError(error, { during: 'dropping what is replaced' });
  }
}

const nameOnly = ({ schema, name }: TableName): TableName => ({ schema, name });

/** As pg_dump writes names, which keys are made of. */
async function withPlainNames(query: Query, work: () => Promise<void>): Promise<void> {
  const [before] = await query(
    `SELECT pg_catalog.current_setting('search_path') AS path, pg_catalog.current_setting('quote_all_identifiers') AS quotes`,
  );
  await query(`SET LOCAL search_path = ''; SET LOCAL quote_all_identifiers = on`);
  await work();
  await query(
    `SELECT pg_catalog.set_config('search_path', $1, true), pg_catalog.set_config('quote_all_identifiers', $2, true)`,
    [before?.['path'], before?.['quotes']],
  );
}

async function dropObjects(query: Query, objects: readonly Address[]): Promise<void> {
  const { roots, blocked, inPlace } = await dependenciesOf(query, objects);
  refuseBlocked(
    blocked,
    'Drop or move these yourself first, after a look at what they are for, or restore into another database.',
  );
  await resetRoutines(query, inPlace);
  await dropKeysBetween(query, roots);
  let remaining = await dropInRounds(query, await dropGroups(query, roots));
  while (remaining.length > 0) {
    const objects = remaining.map(({ object }) => object);
    if (!(await loosen(query, objects))) break;
    remaining = await dropInRounds(query, await dropGroups(query, objects));
  }
  refuseBlocked(
    remaining.map(({ object, refusal }) => `${objectText(object)} ${reasonOf(refusal)}`),
    'Restore as the owner of these or as a superuser, or drop them yourself first.',
  );
}

function reasonOf(refusal: string): string {
  switch (refusal) {
    case refusals.rights:
      return 'belongs to another role';
    case refusals.dependents:
      return 'is tied to another object of the plan';
    case refusals.notInTransaction:
      return 'can only be dropped outside of a transaction';
    default:
      return `can't be dropped (SQLSTATE ${refusal})`;
  }
}

async function unscheduleJobs(query: Query, keys: ReadonlySet<string>): Promise<void> {
  for (const key of keys) {
    const [kind, name] = JSON.parse(key) as string[];
    if (kind === 'cron job') await query('SELECT cron.unschedule($1::pg_catalog.text)', [name]);
  }
}
