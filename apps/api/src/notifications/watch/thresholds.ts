import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { auditChanges } from '../../accounts/audit/audit-changes';
import { AuditLog } from '../../accounts/audit-log';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { Setting } from '../../database/setting.entity';

/** From when on something is told. */
export interface ThresholdValues {
  readonly shrinkPercent: number;
  readonly freePercent: number;
  readonly graceHours: number;
}

const standard: ThresholdValues = { shrinkPercent: 50, freePercent: 10, graceHours: 2 };
const id = 'notification_thresholds';

export async function readThresholds(manager: EntityManager): Promise<ThresholdValues> {
  const row = await manager.findOneBy(Setting, { id });
  return { ...standard, ...row?.value };
}

@Injectable()
export class Thresholds {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  read(): Promise<ThresholdValues> {
    return readThresholds(this.database.read);
  }

  change(given: Partial<ThresholdValues>, actor: Actor): Promise<ThresholdValues> {
    return this.database.write(async (manager) => {
      const before = await readThresholds(manager);
      const known = Object.entries(given).filter(([, value]) => value !== undefined);
      const value: ThresholdValues = { ...before, ...Object.fromEntries(known) };
      await manager.save(Setting, { id, value, updatedAt: await this.clock.now(manager) });
      const changes = auditChanges({ ...before }, { ...value });
      const detail = { fields: changes.map(({ field }) => field), changes };
      const object = { type: 'settings', id: null, name: 'Notifications' };
      await this.audit.record(manager, { actor, action: 'notifications.update', object, detail });
      return value;
    });
  }
}
