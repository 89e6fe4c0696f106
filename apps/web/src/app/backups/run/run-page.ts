import { Component, input } from '@angular/core';
import { RunView, type RunTab } from './run-view';

/** One address from queued to deleted. A run is built anew for each id: nothing of one stays on the page of another. */
@Component({
  imports: [RunView],
  template: `
    @for (run of [id()]; track run) {
      <sb-run [id]="run" [tab]="tab() ?? 'run'" />
    }
  `,
})
export class RunPage {
  readonly id = input.required<string>();
  readonly tab = input<RunTab>();
}
