import { Component, computed, input } from '@angular/core';
import type { BackupCoverageDto } from '../../../api/models/backup-coverage-dto';
import { exactCount } from '../../../format/count';
import { Icon } from '../../../icons/icon';
import { StateWord } from '../../../states/state-word';
import { componentWord } from '../../../states/words';
import { componentOrder, componentTitles } from './component-titles';
import { LimitsList } from './limits-list';
import type { ContentsLimitDto } from '../../../api/models/contents-limit-dto';

/** Part by part: saved, empty, left out, or missing, with the reason and what to do. */
@Component({
  selector: 'sb-coverage',
  imports: [Icon, LimitsList, StateWord],
  template: `
    <div class="sb-card-head">
      <h2 i18n>Coverage</h2>
      <span class="dense quiet">{{ summary() }}</span>
    </div>
    <ul>
      @for (row of rows(); track row.name) {
        <li>
          <span class="name">{{ row.title }}</span>
          <span class="count">{{ row.status === 'off' ? '' : exact(row.count) }}</span>
          <sb-state [word]="row.word" />
          @if (row.gap) {
            <p class="sb-panel tone-warn">
              <sb-icon name="warning" [size]="18" />
              <span>{{ row.reason }}&ngsp;{{ row.whatToDo }}</span>
            </p>
          } @else if (row.reason) {
            <p class="hint">{{ row.reason }}</p>
          }
        </li>
      }
    </ul>
    @if (limits().length > 0) {
      <sb-limits [limits]="limits()" />
    }
  `,
  styleUrl: './coverage-card.scss',
  host: { class: 'sb-card' },
})
export class CoverageCard {
  readonly coverage = input.required<BackupCoverageDto>();
  readonly limits = input<readonly ContentsLimitDto[]>([]);

  protected readonly exact = exactCount;
  protected readonly rows = computed(() =>
    [...this.coverage().components]
      .sort((a, b) => componentOrder.indexOf(a.name) - componentOrder.indexOf(b.name))
      .map((component) => ({
        ...component,
        title: componentTitles[component.name],
        word: componentWord(component),
      })),
  );
  protected readonly summary = computed(() => {
    const { saved, components } = this.coverage();
    const gaps = components.filter(({ gap }) => gap).length;
    return gaps === 0
      ? $localize`${saved} saved, no gap`
      : gaps === 1
        ? $localize`${saved} saved, 1 gap`
        : $localize`${saved} saved, ${gaps} gaps`;
  });
}
