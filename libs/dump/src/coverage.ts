import type { ComponentId, ComponentStatus, ContentsComponent } from '@stowbase/archive';
import type { BackupType, Gap } from './request';

/** Which components each type of backup holds (archive-format.md). */
const ofData: ReadonlySet<ComponentId> = new Set(['data', 'auth_users', 'storage_metadata', 'large_objects']);
const notInSchema: ReadonlySet<ComponentId> = new Set([
  'data',
  'auth_users',
  'storage_metadata',
  'large_objects',
  'materialized_views',
]);

export const components = [
  'roles',
  'role_settings',
  'schema',
  'data',
  'auth_users',
  'storage_metadata',
  'managed',
  'event_triggers',
  'cron',
  'large_objects',
  'materialized_views',
  'history',
  'publications',
  'default_privileges',
  'comments',
  'extensions',
  'platform',
] as const satisfies readonly ComponentId[];
type Component = (typeof components)[number];

export const isOn = (type: BackupType, id: ComponentId): boolean =>
  type === 'full' || (type === 'data' ? ofData.has(id) : !notInSchema.has(id));

/** How each component ended. What nobody reported is `failed`: a forgotten component must never look saved. */
export class Coverage {
  private readonly ended = new Map<Component, ContentsComponent>();

  constructor(
    private readonly type: BackupType,
    private readonly history: boolean,
  ) {}

  saved(name: Component, count: number): void {
    this.end(name, count > 0 ? 'saved' : 'empty', count);
  }

  /** @param count how much of it is saved all the same */
  notPermitted(name: Component, reason: string, count = 0): void {
    this.end(name, 'not_permitted', count, reason);
  }

  /** Some of it is in the archive, some is not and should be. */
  incomplete(name: Component, reason: string): void {
    this.end(name, 'failed', 0, reason);
  }

  /** On for this type of backup, but left out by the request: never to be read as "there was nothing". */
  leftOut(name: Component): void {
    this.end(name, 'off', 0, 'left out on request');
  }

  list(): ContentsComponent[] {
    return components.map((name) => {
      if (!isOn(this.type, name)) return { name, status: 'off', count: 0, reason: `not part of a ${this.type} backup` };
      if (name === 'history' && !this.history) return { name, status: 'off', count: 0, reason: 'left out on request' };
      return this.ended.get(name) ?? { name, status: 'failed', count: 0, reason: 'not read' };
    });
  }

  private end(name: Component, status: ComponentStatus, count: number, reason?: string): void {
    const before = this.ended.get(name);
    if (before?.status === 'off') return;
    const now = { name, status, count, ...(reason === undefined ? {} : { reason }) };
    this.ended.set(name, before === undefined ? now : both(before, now));
  }
}

/** A gap stays one, whatever is said of the component before or after: the count is of what is saved all the same. */
function both(before: ContentsComponent, now: ContentsComponent): ContentsComponent {
  const gaps = [before, now].filter(({ status }) => isGap(status));
  const [gap] = gaps;
  if (gap === undefined) return now;
  return { ...gap, count: Math.max(before.count, now.count), reason: gaps.map(({ reason }) => reason).join('; ') };
}

const isGap = (status: ComponentStatus): boolean => status === 'not_permitted' || status === 'failed';

/** Components that are on and portable and ended neither saved nor empty. */
export const gapsOf = (ended: readonly ContentsComponent[]): Gap[] =>
  ended
    .filter(({ status }) => isGap(status))
    .map(({ name, status, reason }) => ({ component: name, status, reason: reason ?? '' }));
