import { Component, computed, inject, input, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { SavedChannelDto } from '../../../api/models/saved-channel-dto';
import { Empty } from '../../../feedback/empty';
import { warnBeforeUnload, type HasUnsaved } from '../../../feedback/keep-unsaved';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { Said } from '../../../feedback/said';
import { live } from '../../../live/live';
import { Session } from '../../../session/session';
import { ChannelTypes } from '../channel-types';
import { ChannelCrumbs } from './channel-crumbs';
import { ChannelForm } from './channel-form';
import { ChannelTypeChoice } from './channel-type-choice';
import { savedText } from './saved-text';

/** First the type, then its settings. */
@Component({
  imports: [ChannelCrumbs, ChannelForm, ChannelTypeChoice, Empty, Loading, ProblemPanel],
  template: `
    <sb-channel-crumbs [name]="crumb" />
    <h2>{{ heading() }}</h2>
    @if (!session.isOwner()) {
      <div class="sb-card">
        <sb-empty why="Only owners add channels" i18n-why more="Ask one of them." i18n-more />
      </div>
    } @else {
      @if (types.problem(); as problem) {
        <sb-problem [problem]="problem" [retry]="true" (again)="types.reload()" />
      } @else if (types.value(); as all) {
        <sb-channel-type-choice [types]="all" [chosen]="chosen()?.type ?? null" (choose)="choose($event)" />
        @if (chosen(); as type) {
          <sb-channel-form [type]="type" (saved)="open($event)" />
        }
      } @else {
        <div class="sb-card"><sb-loading /></div>
      }
    }
  `,
  styleUrl: '../../section.scss',
})
export class NewChannel implements HasUnsaved {
  /** Of the query: the chosen type. */
  readonly type = input<string>();

  private readonly router = inject(Router);
  private readonly said = inject(Said);
  private readonly allTypes = inject(ChannelTypes);
  private readonly form = viewChild(ChannelForm);
  protected readonly session = inject(Session);
  protected readonly crumb = $localize`New`;
  protected readonly types = live({ by: () => 'all', load: () => this.allTypes.all() });
  protected readonly chosen = computed(() => this.types.value()?.find(({ type }) => type === this.type()) ?? null);
  protected readonly heading = computed(() => {
    const type = this.chosen();
    return type === null ? $localize`New channel` : $localize`New channel: ${type.title}:type:`;
  });

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
  }

  hasUnsaved(): boolean {
    return this.form()?.hasUnsaved() ?? false;
  }

  protected async choose(type: string): Promise<void> {
    await this.router.navigate([], { queryParams: { type }, replaceUrl: true });
  }

  protected async open(saved: SavedChannelDto): Promise<void> {
    void this.said.say(savedText(saved));
    await this.router.navigateByUrl('/settings/notifications');
  }
}
