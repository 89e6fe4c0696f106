import type { AuditEvent } from '../audit-event.entity';
import { actorKinds, type AuditEventDto } from './audit.dto';

export const toAuditEventDto = (event: AuditEvent): AuditEventDto => ({
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
  detail: event.detail,
});
