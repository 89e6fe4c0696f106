import type { AuditEventDto } from '../api/models/audit-event-dto';

const pages: Readonly<Record<string, string>> = {
  project: '/projects',
  backup: '/backups',
  destination: '/destinations',
  channel: '/settings/notifications',
  schedule: '/schedules',
};

/** The page of what it was done to; null: it has none. */
export function objectLink({ objectType, objectId }: AuditEventDto): string[] | null {
  if (objectType === 'recovery-key') return ['/settings/recovery-keys'];
  if (objectType === 'user') return ['/settings/users'];
  if (objectType === 'token') return ['/settings/tokens'];
  const page = pages[objectType ?? ''];
  return page === undefined || objectId === null ? null : [page, objectId];
}
