import { Brackets, type EntityManager } from 'typeorm';
import { AuditEvent } from '../accounts/audit-event.entity';

/** What the audit log tells of that changes no setting: patterns of LIKE. Whatever else it tells of does. */
const noChange = [
  'backup.%',
  'destination.import%',
  'destination.leftovers.%',
  'download.%',
  'login%',
  'session.%',
  'confirmation.%',
  'service.%',
] as const;

/** The newest change of a setting behind an entry of the audit log; null: there is none. Every change is in that log, whichever process made it. */
export async function lastChangeAfter(manager: EntityManager, auditId: number): Promise<Date | null> {
  const query = manager
    .createQueryBuilder(AuditEvent, 'e')
    .where('e.id > :auditId', { auditId })
    .andWhere(
      new Brackets((all) => {
        noChange.forEach((pattern, n) => all.andWhere(`e.action NOT LIKE :none${n}`, { [`none${n}`]: pattern }));
      }),
    );
  const event = await query.orderBy('e.id', 'DESC').limit(1).getOne();
  return event?.at ?? null;
}

/** The newest entry of the audit log; 0: it is empty. */
export async function lastAuditId(manager: EntityManager): Promise<number> {
  const event = await manager.createQueryBuilder(AuditEvent, 'e').orderBy('e.id', 'DESC').limit(1).getOne();
  return event?.id ?? 0;
}
