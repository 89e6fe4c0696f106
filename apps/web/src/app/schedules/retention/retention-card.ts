import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import type { Problem } from '../../api/models/problem';
import type { RetentionPreviewDto } from '../../api/models/retention-preview-dto';
import type { RetentionRuleDto } from '../../api/models/retention-rule-dto';
import { ChartTable } from '../../charts/card/chart-table';
import { formField } from '../../feedback/form-field';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { DeletionPanel } from './deletion/deletion-panel';
import { RetentionLine } from './line/retention-line';
import { MonthsBars } from './months/months-bars';
import { ruleNames, type CountName, type RuleForm } from './rule/rule-form';
import { Stepper } from './rule/stepper';
import { shownSet } from './shown-set';

const main: readonly CountName[] = ['daily', 'weekly', 'monthly', 'yearly'];
const more: readonly CountName[] = ['hourly', 'keepLast', 'keepDays', 'minKeep'];

/** How long backups are kept: the rule, what it would delete now, what stays and why, and how that goes on for a year. */
@Component({
  selector: 'sb-retention-card',
  imports: [
    ReactiveFormsModule,
    MatButton,
    MatInput,
    formField,
    Icon,
    Stepper,
    DeletionPanel,
    MonthsBars,
    RetentionLine,
    ChartTable,
    ProblemPanel,
  ],
  templateUrl: './retention-card.html',
  styleUrl: './retention-card.scss',
  host: { class: 'sb-card' },
})
export class RetentionCard {
  readonly form = input.required<RuleForm>();
  /** What is stored; null: a new schedule. */
  readonly before = input<RetentionRuleDto | null>(null);
  /** The rule that the preview is of. */
  readonly rule = input.required<RetentionRuleDto>();
  readonly preview = input<RetentionPreviewDto>();
  readonly problem = input<Problem | null>(null);
  readonly isOld = input(false);
  readonly zone = input('UTC');
  readonly now = input(new Date());
  readonly changeable = input(true);
  readonly again = output();

  protected readonly names = ruleNames;
  protected readonly main = main;
  protected readonly more = more;
  protected readonly isTable = signal(false);
  /** Of which destination. */
  protected readonly chosen = linkedSignal(() => this.sets()[0]?.key);
  protected readonly sets = computed(() => this.preview()?.sets ?? []);
  protected readonly set = computed(() => this.sets().find(({ key }) => key === this.chosen()) ?? this.sets()[0]);
  /** Today's copies; of a schedule that has none, those in a year. */
  protected readonly isAhead = linkedSignal(() => (this.set()?.dots.length ?? 0) === 0);
  protected readonly until = computed(() => {
    const until = this.set()?.simulation?.until;
    return until === undefined ? null : new Date(until);
  });
  protected readonly lineNow = computed(() => (this.isAhead() ? (this.until() ?? this.now()) : this.now()));
  protected readonly shown = computed(() => {
    const set = this.set();
    const dots = this.isAhead() ? set?.simulation?.dots : set?.dots;
    return shownSet(dots ?? [], this.rule(), this.zone(), this.lineNow());
  });
  protected readonly heading = computed(() =>
    this.isAhead()
      ? $localize`In twelve months: ${this.shown().backups.length}:count: backups`
      : todayText(this.set()?.copies ?? 0),
  );

  protected storedOf(name: CountName): number | null {
    return this.before()?.[name] ?? null;
  }
}

const todayText = (count: number): string =>
  count === 1 ? $localize`Today’s one backup` : $localize`Today’s ${count}:count: backups`;
