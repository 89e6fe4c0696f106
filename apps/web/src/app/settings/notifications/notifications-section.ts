import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { listChannels } from '../../api/fn/notifications/list-channels';
import type { ChannelDto } from '../../api/models/channel-dto';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { ChannelCard } from './card/channel-card';
import { ChannelTypes } from './channel-types';
import { DeliveriesCard } from './deliveries/deliveries-card';
import { EventMatrix } from './matrix/event-matrix';
import { ThresholdsCard } from './thresholds/thresholds-card';

/** Who is told of what, and whether it arrives. */
@Component({
  imports: [
    ChannelCard,
    DeliveriesCard,
    Empty,
    EventMatrix,
    Icon,
    Loading,
    MatButton,
    ProblemPanel,
    RouterLink,
    ThresholdsCard,
  ],
  templateUrl: './notifications-section.html',
  styleUrls: ['../section.scss', './notifications-section.scss'],
})
export class NotificationsSection {
  private readonly api = inject(Api);
  private readonly types = inject(ChannelTypes);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => 'all',
    load: async () => {
      const [{ items: channels }, types, kinds] = await Promise.all([
        this.api.invoke(listChannels),
        this.types.all(),
        this.types.kinds(),
      ]);
      return { channels, types, kinds };
    },
    // Also what became of a message is told so.
    reloadOn: ({ type }) => type === 'channel.changed',
  });
  protected readonly channels = computed(() => this.page.value()?.channels ?? []);

  protected typeOf({ type }: ChannelDto) {
    return this.page.value()?.types.find((known) => known.type === type);
  }

  /** A box was ticked: the channel as it is stored now. */
  protected put(channel: ChannelDto): void {
    const shown = this.page.value();
    if (shown === undefined) return;
    this.page.set({ ...shown, channels: shown.channels.map((one) => (one.id === channel.id ? channel : one)) });
  }
}
