import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import { Api } from '../../../api/api';
import { deleteChannel } from '../../../api/fn/notifications/delete-channel';
import { testChannel } from '../../../api/fn/notifications/test-channel';
import { updateChannel } from '../../../api/fn/notifications/update-channel';
import type { ChannelDto } from '../../../api/models/channel-dto';
import type { ChannelTestDto } from '../../../api/models/channel-test-dto';
import type { ChannelTypeDto } from '../../../api/models/channel-type-dto';
import { Attempt } from '../../../feedback/attempt';
import { Confirm } from '../../../feedback/confirm';
import { focusHeading } from '../../../feedback/focus-here';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { When } from '../../../format/when';
import { Session } from '../../../session/session';
import { deliveryWords } from '../../../states/delivery-words';
import { StateWord } from '../../../states/state-word';
import { projectWords } from '../../../states/words';
import { ChannelIcon } from '../channel-icon';
import { questionToDelete } from '../delete-question';
import { placeOf } from '../place-of';
import { testText } from '../test-text';

/** One channel: whether what is sent there arrives, and since when not. */
@Component({
  selector: 'sb-channel-card',
  imports: [ChannelIcon, MatButton, MatSlideToggle, ProblemPanel, RouterLink, StateWord, When],
  templateUrl: './channel-card.html',
  styleUrl: './channel-card.scss',
  host: { class: 'sb-card', '[class.failing]': 'isFailing()' },
})
export class ChannelCard {
  readonly channel = input.required<ChannelDto>();
  readonly type = input<ChannelTypeDto>();
  /** It isn't as it was shown any more. */
  readonly changed = output();

  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  protected readonly session = inject(Session);
  protected readonly attempt = new Attempt();
  protected readonly isTesting = signal(false);
  protected readonly test = signal<ChannelTestDto | null>(null);
  protected readonly paused = projectWords.paused;
  protected readonly place = computed(() => placeOf(this.channel(), this.type()));
  protected readonly isFailing = computed(() => {
    const { enabled, lastDelivery } = this.channel();
    return enabled && lastDelivery?.state === 'not_delivered';
  });
  protected readonly lastWord = computed(() => {
    const last = this.channel().lastDelivery;
    return last === null ? null : deliveryWords[last.state];
  });
  protected readonly testWord = computed(() => {
    const test = this.test();
    return test === null ? null : { word: deliveryWords[test.state], text: testText(test) };
  });
  protected readonly switchLabel = computed(() => $localize`Send to ${this.channel().name}:name:`);

  protected async setEnabled(enabled: boolean): Promise<void> {
    const { id, version } = this.channel();
    await this.attempt.at(async () => {
      await this.api.invoke(updateChannel, { id, body: { version, enabled } });
    });
    this.changed.emit();
  }

  protected async sendTest(): Promise<void> {
    if (this.isTesting()) return;
    this.isTesting.set(true);
    this.test.set(null);
    await this.attempt.at(async () => this.test.set(await this.api.invoke(testChannel, { id: this.channel().id })));
    this.isTesting.set(false);
    this.changed.emit();
  }

  protected async delete(): Promise<void> {
    const { id } = this.channel();
    if (!(await this.confirm.ask(questionToDelete(this.channel())))) return;
    // The card goes, and with it what had the focus.
    if (await this.attempt.at(() => this.api.invoke(deleteChannel, { id }))) focusHeading('#notifications');
    this.changed.emit();
  }
}
