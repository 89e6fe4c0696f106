import { HttpClient } from '@angular/common/http';
import { Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { PageTitle } from '../../shell/page-title';
import { GuideBlocks } from './guide-blocks';
import { blocksOf, type Block } from './page';

/** How to get credentials for a type of storage, its limits and its costs: docs/destinations, served with the web app. */
@Component({
  imports: [RouterLink, Icon, Loading, ProblemPanel, GuideBlocks],
  template: `
    <nav aria-label="Breadcrumb" i18n-aria-label>
      <a routerLink="/destinations" i18n>Destinations</a><sb-icon name="forward" [size]="16" />
      @if (name() !== 'all') {
        <a routerLink="/destinations/guide/all" i18n>Guide</a><sb-icon name="forward" [size]="16" />
      }
      <span aria-current="page">{{ heading() }}</span>
    </nav>
    <h1>{{ heading() }}</h1>
    @if (page.value(); as text) {
      <article class="sb-card"><sb-guide-blocks [blocks]="below()" /></article>
    } @else if (page.problem(); as problem) {
      <sb-problem [problem]="problem" [retry]="true" (again)="page.reload()" />
    } @else {
      <div class="sb-card"><sb-loading /></div>
    }
  `,
  styleUrl: '../edit/edit-page.scss',
  styles: `
    article {
      padding: 8px 20px 24px;
    }
  `,
})
export class GuidePage {
  /** Of the address: the file's name; `all`: what they have in common. */
  readonly name = input.required<string>();

  private readonly http = inject(HttpClient);
  protected readonly page = live({ by: () => this.name(), load: (name) => this.load(name) });
  private readonly blocks = computed(() => blocksOf(this.page.value() ?? ''));
  protected readonly below = computed((): readonly Block[] => this.blocks().slice(1));
  protected readonly heading = computed(() => {
    const [first] = this.blocks();
    if (first?.kind !== 'heading') return $localize`Guide`;
    return first.pieces.map(({ text }) => text).join('');
  });

  constructor() {
    const title = inject(PageTitle);
    effect(() => title.set(this.heading()));
  }

  private load(name: string): Promise<string> {
    const file = name === 'all' ? 'README' : name;
    return firstValueFrom(this.http.get(`/docs/destinations/${encodeURIComponent(file)}.md`, { responseType: 'text' }));
  }
}
