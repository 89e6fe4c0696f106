import { Brackets, type SelectQueryBuilder } from 'typeorm';
import type { AuditEvent } from '../audit-event.entity';

/** What people look for; each action is of exactly one kind. */
export const auditKinds = ['runs', 'sign-ins', 'deletions', 'changes'] as const;
export type AuditKind = (typeof auditKinds)[number];

/** Patterns of LIKE; whatever matches none is a change. */
const patterns: Readonly<Record<Exclude<AuditKind, 'changes'>, readonly string[]>> = {
  runs: ['backup.start', 'backup.cancel', 'backup.copy', 'backup.copy.cancel', 'download.%'],
  'sign-ins': ['login%', 'setup', 'session.%', 'totp.%', 'confirmation.%'],
  deletions: ['%.delete', 'token.revoke'],
};

/** Adds the condition to a query of audit events called `e`. */
export function whereKind(query: SelectQueryBuilder<AuditEvent>, kind: AuditKind): void {
  if (kind === 'changes') {
    Object.values(patterns)
      .flat()
      .forEach((pattern, n) => query.andWhere(`e.action NOT LIKE :kind${n}`, { [`kind${n}`]: pattern }));
    return;
  }
  query.andWhere(
    new Brackets((any) => {
      patterns[kind].forEach((pattern, n) => any.orWhere(`e.action LIKE :kind${n}`, { [`kind${n}`]: pattern }));
    }),
  );
}
