import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { Empty } from '../feedback/empty';
import { Loading } from '../feedback/loading';
import { ProblemPanel } from '../feedback/problem-panel';
import { bytes } from '../format/bytes';
import { Icon } from '../icons/icon';
import { live } from '../live/live';
import { Session } from '../session/session';
import { PageTitle } from '../shell/page-title';
import { allDestinations } from './all-destinations';
import { DestinationCard } from './card/destination-card';
import { byUrgency, needsAttention } from './destination-state';
import { StorageTypes } from './storage-types';
import { summaryOf } from './summary';

/** Where backups go. */
@Component({
  imports: [MatButton, RouterLink, Icon, Empty, Loading, ProblemPanel, DestinationCard],
  templateUrl: './destinations-page.html',
  styleUrl: './destinations-page.scss',
})
export class DestinationsPage {
  /** Of the query: `attention`, `env`; else all. */
  readonly show = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly types = inject(StorageTypes);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => 'all',
    load: async () => {
      const [destinations, types] = await Promise.all([allDestinations(this.api), this.types.all()]);
      return { destinations: destinations.toSorted(byUrgency), types };
    },
    reloadOn: ({ type }) => type === 'destination.changed',
  });
  protected readonly all = computed(() => this.page.value()?.destinations ?? []);
  protected readonly title = computed(() => summaryOf(this.all()));
  protected readonly stored = computed(() => bytes(this.all().reduce((sum, { totalSize }) => sum + totalSize, 0)));
  protected readonly filters = computed(() => {
    const all = this.all();
    const env = all.filter(({ origin }) => origin === 'env');
    const attention = all.filter(needsAttention);
    return [
      { id: null, name: $localize`All`, destinations: all },
      { id: 'attention', name: $localize`Needs attention`, destinations: attention },
      { id: 'env', name: $localize`From the environment`, destinations: env },
    ].filter(({ id, destinations }) => id === null || id === this.show() || destinations.length > 0);
  });
  protected readonly shown = computed(
    () => (this.filters().find(({ id }) => id === this.show()) ?? this.filters()[0])?.destinations ?? [],
  );

  constructor() {
    const title = inject(PageTitle);
    effect(() => title.set($localize`Destinations`, this.all().some(needsAttention) ? this.title() : ''));
  }

  protected typeOf(type: string) {
    return this.page.value()?.types.find((known) => known.type === type);
  }

  protected async filter(show: string | null): Promise<void> {
    await this.router.navigate([], { queryParams: { show } });
  }
}
