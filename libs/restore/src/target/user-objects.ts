import { isPlatformSchema } from '@stowbase/postgres';
import { recordSchema } from '../steps/record/record-schema';
import { tableKey, tableText } from '../table-name';
import type { CronJob } from './cron-jobs';
import type { CatalogueObject } from './inventory/catalogue-object';
import type { TargetFacts, TargetKind, TargetObjects } from './target-facts';

export interface FoundInTarget {
  readonly kind: TargetKind;
  readonly inventory: readonly CatalogueObject[];
  readonly cronJobs: readonly CronJob[];
  readonly tablesWithRows: TargetObjects['tablesWithRows'];
}

/** Filled by the app's own users, not by the platform. */
const tablesOfUsers = [
  { schema: 'auth', name: 'users' },
  { schema: 'storage', name: 'buckets' },
];

const examplesShown = 20;

/**
 * Why a target isn't empty. On a platform: what lies outside its schemas, and the user's own in them. On a plain PostgreSQL: everything,
 * also in a schema that is called like one of the platform's. Roles don't count (they are the cluster's), nor do extensions and the
 * schemas they live in: they are what a person prepares for a restore.
 */
export function userObjectsOf(found: FoundInTarget): TargetFacts['userObjects'] {
  const objects = found.inventory.filter((object) => isUsers(object, found.kind));
  const tables = objects.filter(({ type }) => type === 'table');
  const others = objects.filter(({ type }) => type !== 'table');
  const filled = tablesOfUsers.filter((table) => found.kind !== 'plain' && found.tablesWithRows.has(tableKey(table)));
  const texts = [
    ...tables.map(objectText).sort(),
    ...filled.map((table) => `rows in ${tableText(table)}`),
    ...others.map(objectText).sort(),
    ...found.cronJobs.map((job) => `cron job ${job.name ?? `without a name (${job.schedule})`}`),
  ];
  return { count: texts.length, examples: texts.slice(0, examplesShown) };
}

function isUsers(object: CatalogueObject, kind: TargetKind): boolean {
  if (!object.own) return false;
  const outside = (schema: string): boolean => schema !== recordSchema && (kind === 'plain' || isUsersSchema(schema));
  switch (object.kind) {
    case 'schema':
      return object.name !== 'public' && outside(object.name);
    case 'relation':
      return outside(object.schema) || ofQueues.has(object.schema);
    case 'routine':
      return outside(object.schema) && (kind === 'plain' || !isAutomaticRowSecurity(object));
    case 'type':
      return outside(object.schema);
    case 'other':
      return object.schema === '' || outside(object.schema);
    case 'trigger':
    case 'policy':
      return kind !== 'plain';
    case 'eventTrigger':
      return outside(object.on);
    case 'publication':
      return kind === 'plain' || !object.name.startsWith('supabase_realtime');
    case 'rule':
    case 'constraint':
      return false;
    case 'subscription':
    case 'foreignDataWrapper':
    case 'server':
    case 'language':
    case 'largeObject':
      return true;
  }
}

/** The migration history is in a schema of the platform's tools, but it is the user's. */
const isUsersSchema = (schema: string): boolean => schema === 'supabase_migrations' || !isPlatformSchema(schema);

/** Schemas of extensions in which a table that isn't the extension's is the user's (a pgmq queue): a backup takes it. */
const ofQueues: ReadonlySet<string> = new Set(['cron', 'dbdev', 'net', 'pgmq']);

/** What Supabase makes in a new project whose owner asked for row security on every new table. */
const isAutomaticRowSecurity = ({ schema, name, args }: CatalogueObject): boolean =>
  schema === 'public' && name === 'rls_auto_enable' && args === '';

function objectText({ type, kind, schema, on, name, args }: CatalogueObject): string {
  if (kind === 'trigger' || kind === 'policy') return `${type} ${name} on ${schema}.${on}`;
  const dotted = schema === '' ? name : `${schema}.${name}`;
  return kind === 'routine' ? `${type} ${dotted}(${args})` : `${type} ${dotted}`;
}
