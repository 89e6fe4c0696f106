import { Component, computed, inject, input, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { SavedDestinationDto } from '../../api/models/saved-destination-dto';
import { Empty } from '../../feedback/empty';
import { warnBeforeUnload, type HasUnsaved } from '../../feedback/keep-unsaved';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { StorageTypes } from '../storage-types';
import { DestinationForm } from './destination-form';
import { savedText } from './saved-text';
import { TypeChoice } from './type-choice';
import { Said } from '../../feedback/said';

/** First the type, then its settings, tested before they are kept. */
@Component({
  imports: [MatButton, RouterLink, Icon, Empty, Loading, ProblemPanel, TypeChoice, DestinationForm],
  templateUrl: './new-destination-page.html',
  styleUrl: './edit-page.scss',
})
export class NewDestinationPage implements HasUnsaved {
  /** Of the query: the chosen type. */
  readonly type = input<string>();

  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  private readonly said = inject(Said);
  private readonly allTypes = inject(StorageTypes);
  private readonly form = viewChild(DestinationForm);
  protected readonly types = live({ by: () => 'all', load: () => this.allTypes.all() });
  protected readonly storing = computed(() => this.types.value()?.filter(({ stored }) => stored) ?? []);
  protected readonly passing = computed(() => this.types.value()?.filter(({ stored }) => !stored) ?? []);
  protected readonly chosen = computed(() => {
    const storing = this.storing();
    // With one type there is nothing to choose.
    return storing.find(({ type }) => type === this.type()) ?? (storing.length === 1 ? storing[0] : undefined) ?? null;
  });

  protected readonly heading = computed(() => {
    const type = this.chosen();
    return type === null || !this.session.isOwner()
      ? $localize`New destination`
      : $localize`New destination: ${type.title}:type:`;
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

  protected async open(saved: SavedDestinationDto): Promise<void> {
    void this.said.say(savedText(saved));
    await this.router.navigate(['/destinations', saved.id]);
  }
}
