import { Component } from '@angular/core';
import { KeptLines } from '../../backups/run/kept/kept-lines';
import { ChannelCard } from '../../settings/notifications/card/channel-card';
import { EventMatrix } from '../../settings/notifications/matrix/event-matrix';
import { aChannel, failing, kinds, webhookType } from '../../settings/notifications/testing/channels';
import { Section } from './section';

const delivered = { state: 'delivered', at: '2026-11-24T02:46:00Z', problem: null, failingSince: null } as const;

/** A card for each state of a channel, what is told where, and why a copy is kept. */
@Component({
  selector: 'sb-dev-notifications',
  imports: [ChannelCard, EventMatrix, KeptLines, Section],
  template: `<sb-dev-section name="Notifications and retention" i18n-name>
    <div class="cards">
      @for (channel of channels; track channel.id) {
        <sb-channel-card [channel]="channel" [type]="type" />
      }
    </div>
    <sb-event-matrix [channels]="[channels[0]!, channels[1]!]" [kinds]="kinds" />
    @for (retention of kept; track retention.copyId) {
      <sb-kept-lines [retention]="retention" />
    }
  </sb-dev-section>`,
  styles: `
    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr));
      gap: 12px;
    }
  `,
})
export class NotificationsSection {
  protected readonly type = webhookType;
  protected readonly kinds = kinds;
  protected readonly channels = [
    aChannel({ lastDelivery: delivered }),
    failing,
    aChannel({ id: 'c3', name: 'Night shift', enabled: false }),
    aChannel({ id: 'c4', name: 'A channel whose settings can not be read any more', config: null }),
  ];
  protected readonly kept = [
    {
      copyId: '1',
      keptBecause: ['newest of week 47 (weekly 2 of 4)'],
      deletesAt: '2027-01-12T02:30:00Z',
      approvalId: null,
    },
    { copyId: '2', keptBecause: ['one of the last 3 good ones'], deletesAt: null, approvalId: null },
    { copyId: '3', keptBecause: [], deletesAt: null, approvalId: 'a1' },
  ];
}
