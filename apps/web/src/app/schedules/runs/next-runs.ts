import { Component, computed, inject, input } from '@angular/core';
import type { PreviewRunDto } from '../../api/models/preview-run-dto';
import { dateFormat } from '../../format/date-format';
import { distance } from '../../format/duration';
import { exactMoment, viewerZone } from '../../format/moment';
import { Icon } from '../../icons/icon';
import { Clock } from '../../live/clock';
import { runClock, runDay, runNote } from './run-text';

const shown = 10;

/** The next ten runs in the schedule's zone, beside them the viewer's clock where it is another; days on which clocks change say so. */
@Component({
  selector: 'sb-next-runs',
  imports: [Icon],
  templateUrl: './next-runs.html',
  styleUrl: './next-runs.scss',
})
export class NextRuns {
  /** The first ten are listed; of the others those on which clocks change are told. */
  readonly runs = input.required<readonly PreviewRunDto[]>();
  readonly zone = input.required<string>();

  private readonly clock = inject(Clock);
  protected readonly viewer = viewerZone();
  protected readonly isElsewhere = computed(() => this.zone() !== this.viewer);
  protected readonly rows = computed(() =>
    this.runs()
      .slice(0, shown)
      .map((run) => {
        const at = new Date(run.at);
        return {
          at: run.at,
          day: runDay(run.local),
          clock: runClock(run.local),
          offset: run.offset,
          note: runNote(run),
          viewers: viewersClock(at, run.local, this.viewer),
          exact: exactMoment(at, this.zone()),
        };
      }),
  );
  protected readonly first = computed(() => {
    const [run] = this.runs();
    return run === undefined ? '' : distance(this.clock.minute(), new Date(run.at));
  });
  protected readonly later = computed(() =>
    this.runs()
      .slice(shown)
      .filter(({ dst }) => dst !== null)
      .slice(0, 2)
      .map(runNote),
  );
}

/** `01:30`, with the day where it is another one there. */
function viewersClock(at: Date, local: string, timeZone: string): string {
  const clock = dateFormat({ hour: '2-digit', minute: '2-digit', timeZone }).format(at);
  const day = dateFormat({ weekday: 'short', day: 'numeric', month: 'short', timeZone }).format(at).replace(',', '');
  return day === runDay(local) ? clock : `${day.split(' ')[0] ?? ''} ${clock}`;
}
