import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { auditChanges } from '../../accounts/audit/audit-changes';
import { Database } from '../../database/database';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { fail } from '../../errors/common.errors';
import { Projects } from '../../projects/projects.service';
import { checkZone } from '../../scheduler/cron/zones';
import { Destinations } from '../../storage/destinations.service';
import { ManualRule } from '../manual-rule.entity';
import { PruneTask } from '../prune/prune.tokens';
import { RetentionChanges } from '../retention-changes';
import type { ManualRuleDto, SaveManualRuleDto } from './manual-rule.dto';

/** The rules of backups that people and tokens ask for. Without one all are kept. */
@Injectable()
export class ManualRules {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly projects: Projects,
    private readonly destinations: Destinations,
    private readonly changes: RetentionChanges,
    private readonly audit: AuditLog,
    private readonly task: PruneTask,
  ) {}

  /** The one of the whole project first, also where nothing was said. @throws ApiError `PROJECT_NOT_FOUND` */
  async list(projectId: string): Promise<ManualRuleDto[]> {
    await this.projects.get(projectId);
    const rows = await this.database.read.find(ManualRule, {
      where: { projectId },
      order: { scope: 'ASC' },
      take: 500,
    });
    const all = rows.find(({ scope }) => scope === 'all');
    const whole = all === undefined ? nothingSaid(projectId) : toDto(all);
    return [whole, ...rows.filter(({ scope }) => scope !== 'all').map(toDto)];
  }

  /** @throws ApiError `PROJECT_NOT_FOUND`, `DESTINATION_NOT_FOUND`, `TIME_ZONE_UNKNOWN`, `STALE_VERSION`, `RETENTION_LIST_CHANGED` */
  async save(projectId: string, body: SaveManualRuleDto, actor: Actor): Promise<ManualRuleDto> {
    const { rule, timeZone, version, approve } = body;
    checkZone(timeZone);
    const project = await this.projects.get(projectId);
    const scope = body.destinationId?.toLowerCase() ?? 'all';
    if (scope !== 'all') await this.destinations.get(scope);
    const saved = await this.database.write(async (manager) => {
      const now = await this.clock.now(manager);
      const before = await manager.findOneBy(ManualRule, { projectId, scope });
      if ((before?.version ?? 0) !== version) throw stale(before?.version ?? 0);
      const values = { rule, timeZone, version: version + 1, updatedAt: now };
      if (before === null)
        await manager.insert(ManualRule, { id: randomUUID(), projectId, scope, createdAt: now, ...values });
      else {
        const { affected } = await manager.update(ManualRule, { id: before.id, version }, values);
        if (affected !== 1) throw stale(version + 1);
      }
      await this.changes.ofManual(manager, { projectId, scope, rule, timeZone }, { actor, approve, now });
      await this.audit.record(manager, {
        actor,
        action: 'retention.manual_rule',
        object: { type: 'project', id: projectId, name: project.name },
        detail: { scope, changes: auditChanges(flat(before), flat({ rule, timeZone })) },
      });
      return manager.findOneByOrFail(ManualRule, { projectId, scope });
    });
    this.task.wake();
    return toDto(saved);
  }
}

const flat = (row: Pick<ManualRule, 'rule' | 'timeZone'> | null): Record<string, unknown> =>
  row === null ? {} : { ...row.rule, timeZone: row.timeZone };

const nothingSaid = (projectId: string): ManualRuleDto => ({
  ...{ projectId, destinationId: null, rule: null, timeZone: 'UTC', version: 0 },
});

const toDto = ({ projectId, scope, rule, timeZone, version }: ManualRule): ManualRuleDto => ({
  projectId,
  destinationId: scope === 'all' ? null : scope,
  rule,
  timeZone,
  version,
});

const stale = (version: number): Error =>
  fail('STALE_VERSION', 'The rule was changed meanwhile.', {
    nextStep: 'Look at it again, then repeat your change.',
    more: { version },
  });
