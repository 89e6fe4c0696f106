import { Component, computed, effect, inject, input, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../../api/api';
import { deleteChannel } from '../../../api/fn/notifications/delete-channel';
import { getChannel } from '../../../api/fn/notifications/get-channel';
import type { SavedChannelDto } from '../../../api/models/saved-channel-dto';
import { Attempt } from '../../../feedback/attempt';
import { Confirm } from '../../../feedback/confirm';
import { Empty } from '../../../feedback/empty';
import { warnBeforeUnload, type HasUnsaved } from '../../../feedback/keep-unsaved';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { Said } from '../../../feedback/said';
import { live } from '../../../live/live';
import { Session } from '../../../session/session';
import { PageTitle } from '../../../shell/page-title';
import { ChannelTypes } from '../channel-types';
import { questionToDelete } from '../delete-question';
import { DigestPreview } from '../digest/digest-preview';
import { ChannelCrumbs } from './channel-crumbs';
import { ChannelForm } from './channel-form';
import { savedText } from './saved-text';

/** One channel: its settings, what it would be sent as a digest. What is typed stays: nothing loads it anew by itself. */
@Component({
  imports: [ChannelCrumbs, ChannelForm, DigestPreview, Empty, Loading, MatButton, ProblemPanel],
  templateUrl: './channel-page.html',
  styleUrl: '../../section.scss',
})
export class ChannelPage implements HasUnsaved {
  /** Of the address. */
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly said = inject(Said);
  private readonly types = inject(ChannelTypes);
  private readonly form = viewChild(ChannelForm);
  protected readonly session = inject(Session);
  protected readonly attempt = new Attempt();
  /** Somebody has just deleted it here: nothing that was typed needs a question any more. */
  private readonly isGone = signal(false);
  protected readonly page = live({
    by: () => this.id(),
    load: async (id) => {
      const [channel, types] = await Promise.all([this.api.invoke(getChannel, { id }), this.types.all()]);
      return { channel, type: types.find(({ type }) => type === channel.type) };
    },
  });
  protected readonly channel = computed(() => this.page.value()?.channel);
  protected readonly heading = computed(() => this.channel()?.name ?? $localize`Channel`);

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
    const title = inject(PageTitle);
    effect(() => {
      const channel = this.channel();
      if (channel !== undefined) title.set(channel.name);
    });
  }

  hasUnsaved(): boolean {
    return !this.isGone() && (this.form()?.hasUnsaved() ?? false);
  }

  protected async tell(saved: SavedChannelDto): Promise<void> {
    void this.said.say(savedText(saved));
    await this.router.navigateByUrl('/settings/notifications');
  }

  protected async delete(): Promise<void> {
    const channel = this.channel();
    if (channel === undefined || !(await this.confirm.ask(questionToDelete(channel)))) return;
    if (!(await this.attempt.at(() => this.api.invoke(deleteChannel, { id: channel.id })))) return;
    this.isGone.set(true);
    await this.router.navigateByUrl('/settings/notifications');
  }
}
