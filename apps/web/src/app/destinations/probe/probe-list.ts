import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { TestCheckDto } from '../../api/models/test-check-dto';
import { guideOf } from '../guide/guide-of';
import { StateMark } from '../../states/state-mark';
import { probeMarks, timeOf } from './shown-probe';

/** The checks of one test in their order: what, how it went, how long; a failing one says what is missing and what to do. */
@Component({
  selector: 'sb-probe-list',
  imports: [RouterLink, StateMark],
  templateUrl: './probe-list.html',
  styleUrl: './probe-list.scss',
})
export class ProbeList {
  readonly checks = input.required<readonly TestCheckDto[]>();
  /** Of the storage, for the way to the page about it; null: there is none. */
  readonly type = input<string | null>(null);
  protected readonly guideOf = guideOf;
  protected readonly marks = probeMarks;
  protected readonly timeOf = timeOf;

  protected isToDo({ status }: TestCheckDto): boolean {
    return status === 'failed' || status === 'warning';
  }
}
