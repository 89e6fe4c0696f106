import { Component, computed, input, output, type TemplateRef } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CopyText } from '../feedback/copy-text';
import { Icon } from '../icons/icon';
import { StateMark } from '../states/state-mark';
import { CheckList } from './check-list';
import { fixLabel, type FixId } from './doctor-fixes';
import { countChecks, type ShownCheck } from './shown-check';

/** The checks of a connection with their sum, the buttons that mend something, and all of it as a text to send on. */
@Component({
  selector: 'sb-doctor-panel',
  imports: [MatButton, CopyText, Icon, StateMark, CheckList],
  templateUrl: './doctor-panel.html',
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    .count {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      margin-inline-end: auto;
      color: var(--sb-tone);
      font-size: 13px;
      font-weight: 600;
    }
  `,
})
export class DoctorPanel {
  readonly checks = input.required<readonly ShownCheck[]>();
  /** By id of the check. */
  readonly fixes = input<Record<string, FixId>>({});
  /** As text, without secrets; empty: not yet. */
  readonly report = input('');
  readonly again = input(true);
  /** Of its heading. */
  readonly level = input<2 | 3>(3);
  readonly open = input<string | null>(null);
  readonly below = input<TemplateRef<unknown>>();
  readonly recheck = output();
  readonly fix = output<{ check: string; fix: FixId }>();

  protected readonly count = computed(() => countChecks(this.checks()));
  protected readonly isRunning = computed(() => this.checks().some(({ status }) => status === 'running'));
  protected readonly labels = computed(() =>
    Object.fromEntries(Object.entries(this.fixes()).map(([check, fix]) => [check, fixLabel(fix)])),
  );

  protected fixed(check: string): void {
    const fix = this.fixes()[check];
    if (fix !== undefined) this.fix.emit({ check, fix });
  }
}
