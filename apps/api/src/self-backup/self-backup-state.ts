import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { auditChanges } from '../accounts/audit/audit-changes';
import { AuditLog } from '../accounts/audit-log';
import { Database } from '../database/database';
import { writeSetting } from '../database/stored-setting';
import { Destinations } from '../storage/destinations.service';
import { SelfBackupCopy } from './self-backup-copy.entity';
import type { SelfBackupDto, SelfBackupStateDto, UpdateSelfBackupDto } from './self-backup.dto';
import { SelfBackup } from './self-backup.entity';
import { toSelfBackupDto } from './self-backup.mapper';
import { SelfBackupPlans } from './self-backup-plan';
import { SelfBackupRecords } from './self-backup-records';
import { readSelfBackupSettings, selfBackupSettingsId } from './self-backup-settings';
import { SelfBackupTask } from './self-backup-task';
import { nextSelfBackup } from './self-backup-times';

/** What people see of the backups of the records, change about them and ask of them. */
@Injectable()
export class SelfBackupState {
  constructor(
    private readonly database: Database,
    private readonly plans: SelfBackupPlans,
    private readonly records: SelfBackupRecords,
    private readonly destinations: Destinations,
    private readonly audit: AuditLog,
    private readonly task: SelfBackupTask,
  ) {}

  async show(): Promise<SelfBackupStateDto> {
    const { settings, destinations, keys, problem } = await this.plans.now();
    const now = await this.database.now();
    const rows = await this.database.read.find(SelfBackup, { order: { createdAt: 'DESC', id: 'DESC' }, take: 30 });
    const success = await this.records.lastSuccess();
    const copies = await this.copiesOf([...rows, ...(success === null ? [] : [success])]);
    const dto = (row: SelfBackup): SelfBackupDto => toSelfBackupDto(row, copies.get(row.id) ?? []);
    const next = settings.enabled && problem === null ? nextSelfBackup(await this.records.known(), now).at : null;
    return {
      ...settings,
      destinationIds: settings.destinationIds === null ? null : [...settings.destinationIds],
      destinations: destinations.map(({ id, name }) => ({ id, name })),
      recoveryKeys: keys.map(({ name, recipient }) => ({ name, recipient })),
      problem:
        problem === null
          ? null
          : { code: problem.code, text: problem.message, nextStep: problem.options.nextStep ?? null },
      nextAt: next,
      lastSuccess: success === null ? null : dto(success),
      items: rows.map(dto),
    };
  }

  /** @throws ApiError `DESTINATION_NOT_FOUND` */
  async update(change: UpdateSelfBackupDto, actor: Actor): Promise<SelfBackupStateDto> {
    const ids = change.destinationIds?.map((id) => id.toLowerCase());
    for (const id of ids ?? []) await this.destinations.get(id);
    const now = await this.database.now();
    await this.database.write(async (manager: EntityManager) => {
      const before = await readSelfBackupSettings(manager);
      const after = { ...before, ...change, ...(ids === undefined ? {} : { destinationIds: ids }) };
      await writeSetting(manager, selfBackupSettingsId, after, now);
      const detail = { changes: auditChanges(told(before), told(after)) };
      await this.audit.record(manager, { actor, action: 'settings.self-backup', detail });
    });
    return this.show();
  }

  /** @throws ApiError `SELF_BACKUP_NEEDS_KEY`, `SELF_BACKUP_NO_DESTINATION`, `SELF_BACKUP_ACTIVE` */
  async ask(actor: Actor): Promise<SelfBackup> {
    const plan = await this.plans.now();
    if (plan.problem !== null) throw plan.problem;
    const row = await this.records.ask(actor.name);
    this.task.wake();
    return row;
  }

  private async copiesOf(rows: readonly SelfBackup[]): Promise<Map<string, SelfBackupCopy[]>> {
    const copies = await this.database.read.find(SelfBackupCopy, {
      where: { selfBackupId: In(rows.map(({ id }) => id)) },
      order: { destinationName: 'ASC', id: 'ASC' },
    });
    return Map.groupBy(copies, ({ selfBackupId }) => selfBackupId);
  }
}

const told = (settings: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
