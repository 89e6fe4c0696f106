import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, input, output, type TemplateRef } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CopyText } from '../feedback/copy-text';
import { StateMark } from '../states/state-mark';
import { checkMarks, type ShownCheck } from './shown-check';

/** Checks below each other: mark, name, a sentence, what to do, how long it took. */
@Component({
  selector: 'sb-check-list',
  imports: [NgTemplateOutlet, MatButton, StateMark, CopyText],
  templateUrl: './check-list.html',
  styleUrl: './check-list.scss',
})
export class CheckList {
  readonly checks = input.required<readonly ShownCheck[]>();
  /** By id of the check: what its button says. */
  readonly actions = input<Record<string, string>>({});
  /** Shown below the check with this id. */
  readonly open = input<string | null>(null);
  readonly below = input<TemplateRef<unknown>>();
  /** The id of the check whose button was pressed. */
  readonly act = output<string>();

  protected readonly marks = checkMarks;
  /** Those that wait for a failed one are one line at the end. */
  protected readonly made = computed(() => this.checks().filter(({ status }) => status !== 'skip'));
  protected readonly left = computed(() => this.checks().length - this.made().length);

  protected readonly leftText = computed(() => {
    const left = this.left();
    return left === 1 ? $localize`1 more check` : $localize`${left}:count: more checks`;
  });

  protected isToDo({ status }: ShownCheck): boolean {
    return status === 'fail' || status === 'warn';
  }

  protected time({ ms }: ShownCheck): string {
    if (ms === null) return '';
    return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
  }
}
