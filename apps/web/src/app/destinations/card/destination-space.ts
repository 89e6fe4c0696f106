import { Component, computed, input } from '@angular/core';
import type { DestinationDto } from '../../api/models/destination-dto';
import { UsageBar } from '../../charts/usage-bar';
import { bytes } from '../../format/bytes';
import { moment } from '../../format/moment';
import { stateOf } from '../destination-state';

/** How much lies there against what fits: our copies and what was free at the last probe. */
@Component({
  selector: 'sb-destination-space',
  imports: [UsageBar],
  template: `
    <sb-usage-bar [used]="destination().totalSize" [total]="total()" [label]="label()" [state]="state()" />
    <p>
      <strong i18n>{{ used() }} used</strong>
      <span class="quiet">{{ free() }}</span>
    </p>
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 16px;
      padding-block-start: 6px;
      font-size: 12px;
      line-height: 16px;
    }
  `,
})
export class DestinationSpace {
  readonly destination = input.required<DestinationDto>();

  protected readonly state = computed(() => {
    const state = stateOf(this.destination());
    if (state === 'full') return 'full';
    return state === 'ready' ? '' : 'stale';
  });
  protected readonly used = computed(() => bytes(this.destination().totalSize));
  protected readonly total = computed(() => {
    const { availableSpace, totalSize } = this.destination();
    return availableSpace === null ? null : totalSize + availableSpace;
  });
  protected readonly free = computed(() => {
    const { availableSpace, lastValidated } = this.destination();
    const total = this.total();
    if (availableSpace !== null && total !== null) {
      const free = $localize`${bytes(availableSpace)}:free: of ${bytes(total)}:total: free`;
      if (this.state() !== 'stale' || lastValidated === null) return free;
      return $localize`${free}:free:, as of ${moment(new Date(lastValidated))}:date:`;
    }
    return lastValidated === null ? '' : $localize`the store doesn’t say how much is free`;
  });
  protected readonly label = computed(() => $localize`${this.used()}:used: used, ${this.free()}:free:`);
}
