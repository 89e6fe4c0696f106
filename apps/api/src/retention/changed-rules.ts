import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClockWatch } from './clock-watch';
import { judge, type JudgedSet } from './judge';
import { ManualRule } from './manual-rule.entity';
import type { RetentionRule } from './rule';
import { loadSets } from './sets/load-sets';
import type { RetentionSet } from './sets/retention-set';
import type { RuleOfSet } from './sets/rules-of-sets';

/** The rule of a schedule as it is to be. */
export interface ScheduleRule {
  readonly scheduleId: string;
  readonly projectId: string;
  readonly rule: RetentionRule;
  readonly timeZone: string;
}

/** The rule of backups that are asked for, as it is to be. */
export interface ManualScopeRule {
  readonly projectId: string;
  /** A destination's id, or `all`. */
  readonly scope: string;
  readonly rule: RetentionRule | null;
  readonly timeZone: string;
}

/** What stored copies a changed rule would keep and delete. */
@Injectable()
export class ChangedRules {
  constructor(private readonly clock: ClockWatch) {}

  async ofSchedule(manager: EntityManager, change: ScheduleRule, now: Date): Promise<JudgedSet[]> {
    const { scheduleId, projectId, rule, timeZone } = change;
    const mine = (set: RetentionSet): boolean => set.id.scheduleId === scheduleId;
    return this.judge(manager, projectId, mine, () => ({ rule, zone: timeZone }), now);
  }

  async ofManual(manager: EntityManager, change: ManualScopeRule, now: Date): Promise<JudgedSet[]> {
    const { projectId, scope, rule, timeZone: zone } = change;
    const own = await this.scopesWithRules(manager, projectId);
    const mine = ({ id }: RetentionSet): boolean =>
      id.kind === 'manual' && (scope === 'all' ? !own.has(id.destinationId) : id.destinationId === scope);
    const changed: RuleOfSet = rule === null ? { rule, zone, kept: 'keep_all' } : { rule, zone };
    return this.judge(manager, projectId, mine, () => changed, now);
  }

  private async judge(
    manager: EntityManager,
    projectId: string,
    mine: (set: RetentionSet) => boolean,
    ruleFor: () => RuleOfSet,
    now: Date,
  ): Promise<JudgedSet[]> {
    const sets = (await loadSets(manager, { projectId }, now)).filter(mine);
    return judge(manager, sets, { now, careful: await this.clock.isCareful(manager, now), ruleFor });
  }

  private async scopesWithRules(manager: EntityManager, projectId: string): Promise<Set<string>> {
    const rows = await manager.find(ManualRule, { select: { id: true, scope: true }, where: { projectId } });
    return new Set(rows.map(({ scope }) => scope));
  }
}
