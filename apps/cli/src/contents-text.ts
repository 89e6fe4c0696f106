import type { Contents, ContentsComponent } from '@stowbase/archive';
import { limitName, limitsToTell } from '@stowbase/dump';
import { columns, plain } from './words';

const NAMES: Readonly<Record<ContentsComponent['name'], string>> = {
  roles: 'Roles and memberships',
  role_settings: 'Role settings',
  schema: 'Schema',
  data: 'Rows of tables',
  auth_users: 'Auth users',
  storage_metadata: 'Storage buckets and object rows',
  managed: 'Triggers, policies, grants in auth, storage, realtime',
  event_triggers: 'Event triggers',
  cron: 'Cron jobs',
  large_objects: 'Large objects',
  materialized_views: 'Materialized views to refresh',
  history: 'Migration history',
  publications: 'Publications',
  default_privileges: 'Default privileges',
  comments: 'Comments of database and extensions',
  extensions: 'Extensions',
  platform: 'Platform definitions',
  storage_files: 'Storage files',
  edge_functions: 'Edge functions',
  project_config: 'Project settings',
};

const STATUS: Readonly<Record<ContentsComponent['status'], string>> = {
  saved: 'saved',
  empty: 'nothing there',
  not_permitted: 'NOT SAVED: not permitted',
  off: 'left out',
  failed: 'NOT SAVED',
};

/** A gap with something inside: what is counted is saved, the reason names the rest. */
const isPartly = ({ status, count }: ContentsComponent): boolean =>
  (status === 'failed' || status === 'not_permitted') && count > 0;

const statusOf = (component: ContentsComponent): string =>
  isPartly(component) ? STATUS[component.status].replace('NOT SAVED', 'NOT ALL SAVED') : STATUS[component.status];

/** A table of components: what, whether it is inside, how many. */
export function componentLines(components: readonly ContentsComponent[]): string[] {
  const counts = components.map((component) =>
    component.status === 'saved' || isPartly(component) ? component.count.toLocaleString('en-US') : '',
  );
  const width = Math.max(0, ...counts.map((text) => text.length));
  return columns(
    components.map((component, i) => [
      NAMES[component.name] ?? plain(component.name),
      (counts[i] ?? '').padStart(width),
      statusOf(component) + (component.reason && component.status !== 'saved' ? `: ${plain(component.reason)}` : ''),
    ]),
  );
}

/** What the archive can't hold, each with the statements that set it again; empty when there is nothing. */
export function limitLines(contents: Pick<Contents, 'limits'>, whole = false): string[] {
  return limitsToTell(contents).flatMap(({ id, objects, statements }) => {
    const named = statements.length > 0 ? statements : objects;
    return [`  ${limitName(id)}:`, ...(whole ? named : shortened(named)).map((line) => `    ${plain(line)}`)];
  });
}

/** Lists stay readable: the first twenty, then how many more there are. */
function shortened(lines: readonly string[]): string[] {
  const MOST = 20;
  if (lines.length <= MOST) return [...lines];
  return [
    ...lines.slice(0, MOST),
    `… and ${(lines.length - MOST).toLocaleString('en-US')} more ("stowbase inspect FILE --contents" lists all)`,
  ];
}
