import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { StateMark } from '../../states/state-mark';
import { componentWords, runWords } from '../../states/words';
import { DashboardData } from '../dashboard-data';
import { isHidden, hide } from './hidden';

/** What the first run has left for later, for the owner. Gone when all is done, or put away by its button. */
@Component({
  selector: 'sb-checklist',
  imports: [MatButton, RouterLink, StateMark],
  template: `
    @if (isShown()) {
      <section class="sb-card" aria-labelledby="checklist">
        <div class="sb-card-head">
          <h2 id="checklist" i18n>Left from the first run</h2>
          <button matButton type="button" (click)="putAway()" i18n>Hide</button>
        </div>
        <ul>
          @for (item of items(); track item.text) {
            <li>
              <sb-state-mark
                [glyph]="item.isDone ? done.glyph : open.glyph"
                [tone]="item.isDone ? done.tone : open.tone"
              />
              @if (item.isDone) {
                <span class="quiet"><span class="sb-hidden" i18n>Done:&ngsp;</span>{{ item.text }}</span>
              } @else {
                <span
                  ><a [routerLink]="item.link">{{ item.text }}</a
                  >&ngsp;<span class="quiet">{{ item.why }}</span></span
                >
              }
            </li>
          }
        </ul>
      </section>
    }
  `,
  styles: `
    .sb-card-head {
      padding-block: 12px 4px;
    }
    ul {
      padding: 0 16px 16px;
      list-style: none;
    }
    li {
      display: flex;
      gap: 8px;
      padding-block: 6px;
      font-size: 13px;
      line-height: 18px;
    }
  `,
})
export class Checklist {
  readonly dashboard = input.required<DashboardDto>();

  private readonly isPutAway = signal(isHidden());
  // If they can't be read, nothing is claimed about them: the settings say what is wrong.
  private readonly keys = inject(DashboardData).keys;
  protected readonly done = runWords.complete;
  protected readonly open = componentWords.empty;
  protected readonly items = computed(() => {
    const { projects, destinations } = this.dashboard();
    const hasBackup = projects.some(({ lastGood, live: run }) => lastGood !== null || run !== null);
    return [
      { text: $localize`Connect a project`, why: '', link: '/first-run', isDone: projects.length > 0 },
      {
        text: $localize`Add a destination`,
        why: $localize`Until then a backup can only be downloaded.`,
        link: '/destinations/new',
        isDone: destinations.some(({ state }) => state !== 'paused'),
      },
      {
        text: $localize`Make a recovery key`,
        why: $localize`Until then whoever can read a destination can read every row.`,
        link: '/settings/recovery-keys',
        isDone: this.keys.value()?.items.some(({ used }) => used) === true,
      },
      { text: $localize`Make the first backup`, why: '', link: '/first-run', isDone: hasBackup },
    ];
  });
  protected readonly isShown = computed(
    () => !this.isPutAway() && this.keys.value() !== undefined && this.items().some(({ isDone }) => !isDone),
  );

  protected putAway(): void {
    hide();
    this.isPutAway.set(true);
  }
}
