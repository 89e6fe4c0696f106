import type { ComponentId } from '../../../api/models/component-id';

/** What the parts of a backup are called. */
export const componentTitles: Readonly<Record<ComponentId, string>> = {
  roles: $localize`Roles`,
  role_settings: $localize`Role settings`,
  schema: $localize`Schema`,
  data: $localize`Data`,
  auth_users: $localize`Auth users`,
  storage_metadata: $localize`Storage metadata`,
  storage_files: $localize`Storage files`,
  history: $localize`Migrations`,
  managed: $localize`On Supabase's tables`,
  cron: $localize`Cron`,
  extensions: $localize`Extensions`,
  publications: $localize`Realtime`,
  event_triggers: $localize`Event triggers`,
  large_objects: $localize`Large objects`,
  materialized_views: $localize`Materialized views`,
  default_privileges: $localize`Default privileges`,
  comments: $localize`Comments`,
  platform: $localize`Platform definitions`,
  edge_functions: $localize`Edge functions`,
  project_config: $localize`Project settings`,
};

/** In this order everywhere. */
export const componentOrder = Object.keys(componentTitles) as ComponentId[];

/** As gaps name it as well: what an encrypted backup that an import has found holds can't be seen from outside. */
const titles: Readonly<Partial<Record<string, string>>> = { ...componentTitles, contents: $localize`What is inside` };

/** Of a component as any reply may name it. */
export const titleOfComponent = (id: string): string => titles[id] ?? id;
