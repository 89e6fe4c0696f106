import type { ComponentId, ComponentStatus } from '@stowbase/archive';

/** What to do about a component that isn't saved: one sentence; null where nothing needs to be done. */
export function adviceFor(name: ComponentId, status: ComponentStatus): string | null {
  switch (status) {
    case 'saved':
    case 'empty':
      return null;
    case 'off':
      return 'It was not asked for: change what the backup saves to have it.';
    case 'failed':
      return 'Start the backup again; if it stays, report it with the log of this backup.';
    case 'not_permitted':
      return (
        permissions[name] ??
        'Give the role of the connection the rights that the reason names, or use the role postgres.'
      );
  }
}

const permissions: Partial<Readonly<Record<ComponentId, string>>> = {
  roles: 'Use a role that may read the catalogue of roles, such as postgres.',
  auth_users: 'Use the role postgres, which may read the tables of auth.',
  storage_metadata: 'Use the role postgres, which may read the tables of storage.',
  cron: 'Use the role that owns the jobs, or postgres.',
  history: 'Give the role the right to read supabase_migrations, or leave the migration history out.',
  large_objects: 'Give the role the right to read the large objects, or use the role that owns them.',
};
