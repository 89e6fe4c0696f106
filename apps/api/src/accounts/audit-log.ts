import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from './access';
import { AuditEvent } from './audit-event.entity';

export interface AuditEntry {
  /** Null: the service itself. */
  readonly actor:
    | Pick<Actor, 'kind' | 'name' | 'address' | 'userId'>
    | { readonly kind: 'console' | 'anonymous'; readonly name: string; readonly address?: string }
    | null;
  /** `project.create`, `login.failed`, … */
  readonly action: string;
  readonly object?: { readonly type: string; readonly id: string | null; readonly name: string };
  /** Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Append-only. An entry is written in the transaction of what it tells of. */
@Injectable()
export class AuditLog {
  async record(manager: EntityManager, { actor, action, object, detail }: AuditEntry): Promise<void> {
    await manager.insert(AuditEvent, {
      at: new Date(),
      actorKind: actor?.kind ?? 'system',
      actorId: actor !== null && 'userId' in actor ? actor.userId : null,
      actorName: actor?.name ?? 'Stowbase',
      action,
      objectType: object?.type ?? null,
      objectId: object?.id ?? null,
      objectName: object?.name ?? null,
      address: actor?.address ?? null,
      detail: detail ?? null,
    });
  }
}
