import type { Contents, MemberKind, MemberSpec } from '@stowbase/archive';
import type { StatementInfo } from '@stowbase/sql-stream';
import {
  cron,
  defaultPrivileges,
  eventTriggers,
  extensions,
  inventory,
  isUsersOwnManagedObject,
  managed,
  platform,
  preamble,
  refresh,
  roles,
  type CatalogueScript,
  type UsersOwnManagedObjects,
} from '../catalogue';
import { countComments } from '../comments-count';
import { isOn } from '../coverage';
import type { DumpSession } from '../dump-session';
import { catalogueMember } from '../session-preamble';
import { storeAs } from '../store-dump';

/** What the catalogue says, read once inside the snapshot, and how its members are stored in the archive's order. */
export interface Catalogue {
  platform: readonly (readonly [kind: MemberKind, sql: string])[];
  extensions: Contents['source']['extensions'];
  passwordsToSet: readonly string[];
  vaultSecrets: readonly string[];
  hiddenUserMappings: readonly string[];
  refresh: readonly string[];
  /** `bytes` is null where only a superuser could add them up before the dump. */
  largeObjects: { count: number; bytes: number | null };
  /** Whether a statement about a platform table is the user's own trigger or policy. */
  isUsersOwn(info: StatementInfo, text: Buffer): boolean;
  /** roles, preamble, extensions. */
  storeRoles(): Promise<void>;
  storeManaged(): Promise<void>;
  /** cron, refresh, event triggers; behind the history. */
  storeRest(): Promise<void>;
}

export async function readCatalogue(session: DumpSession): Promise<Catalogue> {
  const { query, facts, coverage, request } = session;
  const known = await inventory(query);
  const scripts = {
    roles: await roles(query, facts),
    preamble: await preamble(query, facts),
    extensions: await extensions(query, facts),
    managed: await managed(query, facts),
    cron: await cron(query, facts),
    refresh: await refresh(query, facts),
    eventTriggers: await eventTriggers(query, facts),
    defaultPrivileges: await defaultPrivileges(query, facts),
  };
  const owned = await platform(query, facts);
  if (isOn(request.type, 'schema')) {
    known.warnings.forEach(session.warn);
    Object.values(scripts).forEach((script) => script.warnings.forEach(session.warn));
  }
  coverage.saved('roles', scripts.roles.roles);
  coverage.saved('role_settings', scripts.roles.roleSettings);
  coverage.saved('schema', known.schemaObjects);
  coverage.saved('managed', scripts.managed.count);
  coverage.saved('event_triggers', scripts.eventTriggers.count);
  if (scripts.cron.notPermitted !== undefined) coverage.notPermitted('cron', scripts.cron.notPermitted);
  else coverage.saved('cron', scripts.cron.count);
  coverage.saved('materialized_views', scripts.refresh.count);
  coverage.saved('publications', known.publications);
  coverage.saved('default_privileges', scripts.defaultPrivileges.count);
  coverage.saved('comments', scripts.extensions.comments + (await countComments(query)));
  coverage.saved('extensions', scripts.extensions.count);

  const store = (spec: MemberSpec, script: CatalogueScript): Promise<void> =>
    script.sql === '' ? Promise.resolve() : storeAs(session.target, spec)(Buffer.from(catalogueMember(script.sql)));
  const refreshed = request.type === 'full' ? scripts.refresh : { ...scripts.refresh, sql: '', views: [] };
  return {
    platform: [
      ['roles', owned.roles.sql],
      ['schemas', owned.schemas.sql],
      ['extensions', owned.extensions.sql],
    ],
    extensions: scripts.extensions.extensions.map(({ name, version, schema, objects }) => ({
      ...{ name, version, schema, objects },
    })),
    passwordsToSet: isOn(request.type, 'roles') ? scripts.roles.passwordsToSet : [],
    vaultSecrets: known.vaultSecrets ?? ['(vault.secrets can not be read)'],
    hiddenUserMappings: isOn(request.type, 'schema') ? known.hiddenUserMappings : [],
    refresh: refreshed.views,
    largeObjects: known.largeObjects,
    isUsersOwn: (info, text) => isUsersOwn(scripts.managed.own, info, text),
    async storeRoles() {
      await store({ group: 'sql', kind: 'roles' }, scripts.roles);
      await store({ group: 'sql', kind: 'preamble' }, scripts.preamble);
      await store({ group: 'sql', kind: 'extensions' }, scripts.extensions);
    },
    storeManaged: () => store({ group: 'sql', kind: 'managed' }, scripts.managed),
    async storeRest() {
      await store({ group: 'sql', kind: 'cron' }, scripts.cron);
      await store({ group: 'sql', kind: 'refresh' }, refreshed);
      await store({ group: 'optional', kind: 'event_triggers' }, scripts.eventTriggers);
    },
  };
}

const enabling = /\b(?:ENABLE|DISABLE)\s+(?:ALWAYS\s+|REPLICA\s+)?TRIGGER\s+"((?:[^"]|"")+)";\s*$/;

function isUsersOwn(own: UsersOwnManagedObjects, info: StatementInfo, text: Buffer): boolean {
  const table = info.on;
  if (table !== null && table.schema !== null && info.name !== null) {
    const object = { schema: table.schema, table: table.name, name: info.name };
    if (info.objectType === 'TRIGGER') return isUsersOwnManagedObject(own, 'trigger', object);
    if (info.objectType === 'POLICY') return isUsersOwnManagedObject(own, 'policy', object);
  }
  if (info.verb !== 'ALTER' || info.objectType !== 'TABLE' || info.schema === null || info.name === null) return false;
  const trigger = enabling.exec(text.toString('utf8'))?.[1]?.replaceAll('""', '"');
  return (
    trigger !== undefined &&
    isUsersOwnManagedObject(own, 'trigger', { schema: info.schema, table: info.name, name: trigger })
  );
}
