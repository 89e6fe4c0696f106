import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { DestinationTestDto } from '../../api/models/destination-test-dto';
import type { Problem } from '../../api/models/problem';
import type { TestCheckDto } from '../../api/models/test-check-dto';
import { ProblemPanel } from '../../feedback/problem-panel';
import { clockTime } from '../../format/moment';
import { Icon } from '../../icons/icon';
import { StateMark } from '../../states/state-mark';
import { ProbeList } from './probe-list';
import { probeMarks, timeOf, verdictOf } from './shown-probe';

/** Of a test the least that there is to show: one that was refused at saving has only its checks. */
export type ShownTest = Pick<DestinationTestDto, 'checks'> & Partial<DestinationTestDto>;

/** "Test connection" beside the form: what it found, whether that is still so, and once more. */
@Component({
  selector: 'sb-probe-panel',
  imports: [MatButton, Icon, StateMark, ProbeList, ProblemPanel],
  templateUrl: './probe-panel.html',
  styleUrl: './probe-panel.scss',
})
export class ProbePanel {
  readonly test = input<ShownTest | null>(null);
  readonly isRunning = input(false);
  /** The settings have changed since. */
  readonly isOld = input(false);
  readonly problem = input<Problem | null>(null);
  /** Of the storage. */
  readonly type = input<string | null>(null);
  readonly again = output();

  protected readonly verdict = computed(() => {
    const checks = this.test()?.checks;
    if (checks === undefined) return null;
    const { text, status } = verdictOf(checks);
    return { text, ...probeMarks[status] };
  });
  protected readonly foot = computed(() => {
    const { lastTested, checks = [], leftovers = [] } = this.test() ?? {};
    if (lastTested === undefined) return '';
    const at = clockTime(new Date(lastTested));
    const took = timeOf(sumOf(checks));
    const ran = took === '' ? $localize`Ran at ${at}:time:.` : $localize`Ran at ${at}:time: in ${took}:duration:.`;
    return leftovers.length === 0
      ? ran
      : $localize`${ran}:ran: It could not remove its test file ${leftovers.join(', ')}:names:.`;
  });
}

function sumOf(checks: readonly TestCheckDto[]): number | null {
  const times = checks.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  return times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0);
}
