import { Component, input } from '@angular/core';
import type { TestCheckDto } from '../../api/models/test-check-dto';
import { StateMark } from '../../states/state-mark';
import { probeMarks, timeOf } from './shown-probe';

/** The checks of one test in their order: what, how it went, how long; a failing one says what is missing and what to do. */
@Component({
  selector: 'sb-probe-list',
  imports: [StateMark],
  templateUrl: './probe-list.html',
  styleUrl: './probe-list.scss',
})
export class ProbeList {
  readonly checks = input.required<readonly TestCheckDto[]>();
  protected readonly marks = probeMarks;
  protected readonly timeOf = timeOf;

  protected isToDo({ status }: TestCheckDto): boolean {
    return status === 'failed' || status === 'warning';
  }
}
