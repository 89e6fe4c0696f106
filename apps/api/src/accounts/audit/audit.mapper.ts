import type { AuditEvent } from '../audit-event.entity';
import type { AuditChange } from './audit-changes';
import { actorKinds, type AuditEventDto } from './audit.dto';

export function toAuditEventDto(event: AuditEvent): AuditEventDto {
  const { changes, detail } = apart(event.detail);
  return {
    id: event.id,
    at: event.at.toISOString(),
    actorKind: actorKinds.find((kind) => kind === event.actorKind) ?? 'system',
    actorId: event.actorId,
    actorName: event.actorName,
    action: event.action,
    objectType: event.objectType,
    objectId: event.objectId,
    objectName: event.objectName,
    address: event.address,
    detail,
    changes,
  };
}

/** `changes` lie in the detail, written by `auditChanges`. */
function apart(stored: object | null): { changes: AuditChange[]; detail: object | null } {
  if (stored === null || !('changes' in stored) || !Array.isArray(stored.changes))
    return { changes: [], detail: stored };
  const { changes, ...detail } = stored;
  return { changes: changes as AuditChange[], detail };
}
