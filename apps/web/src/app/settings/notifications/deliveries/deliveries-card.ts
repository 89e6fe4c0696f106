import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../api/api';
import { listDeliveries } from '../../../api/fn/notifications/list-deliveries';
import { retryDelivery } from '../../../api/fn/notifications/retry-delivery';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { DeliveryDto } from '../../../api/models/delivery-dto';
import type { OccurrenceKindDto } from '../../../api/models/occurrence-kind-dto';
import { Attempt } from '../../../feedback/attempt';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { When } from '../../../format/when';
import { live } from '../../../live/live';
import { Session } from '../../../session/session';
import { deliveryWords } from '../../../states/delivery-words';
import { StateWord } from '../../../states/state-word';

const most = 50;

/** The last messages: what was sent where, whether it arrived, and when it is tried again. */
@Component({
  selector: 'sb-deliveries',
  imports: [Loading, MatButton, ProblemPanel, StateWord, When],
  templateUrl: './deliveries-card.html',
  styleUrl: './deliveries-card.scss',
  host: { class: 'sb-card' },
})
export class DeliveriesCard {
  /** Loaded anew with them: what became of a message is seen at its channel too. */
  readonly channels = input.required<readonly ChannelDto[]>();
  readonly kinds = input.required<readonly OccurrenceKindDto[]>();

  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly attempt = new Attempt();
  protected readonly said = signal('');
  protected readonly page = live({
    by: () => 'all',
    load: () => this.api.invoke(listDeliveries, { limit: most }),
  });
  protected readonly rows = computed(() => {
    const names = new Map(this.channels().map(({ id, name }) => [id, name]));
    const titles = new Map<string, string>(this.kinds().map(({ kind, title }) => [kind, title]));
    return this.page.value()?.items.map((delivery) => ({
      delivery,
      channel: names.get(delivery.channelId) ?? $localize`a deleted channel`,
      kind: titles.get(delivery.kind) ?? otherKinds[delivery.kind] ?? delivery.kind,
      word: deliveryWords[delivery.state],
    }));
  });

  constructor() {
    let first = true;
    effect(() => {
      this.channels();
      if (!first) untracked(() => this.page.reload());
      first = false;
    });
  }

  protected mayRetry({ state }: DeliveryDto): boolean {
    return state !== 'delivered' && this.session.mayOperate();
  }

  protected async retry({ id, subject }: DeliveryDto): Promise<void> {
    this.said.set('');
    const isAsked = await this.attempt.at(async () => {
      await this.api.invoke(retryDelivery, { id });
    });
    if (isAsked) this.said.set($localize`“${subject}:subject:” is sent again.`);
    this.page.reload();
  }
}

const otherKinds: Readonly<Record<string, string>> = {
  'service.digest': $localize`Digest`,
  'service.test': $localize`Test`,
};
