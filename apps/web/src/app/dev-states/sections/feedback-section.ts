import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Problem } from '../../api/models/problem';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { ConnectionBar } from '../../live/connection-bar';
import { EventStream } from '../../live/event-stream';
import { now } from '../data/now';
import { DialogShown } from './dialog-shown';
import { Section } from './section';
import { Said } from '../../feedback/said';

const problem: Problem = {
  type: 'about:blank',
  title: '',
  status: 504,
  code: 'STORE_USAGE_TIMEOUT',
  detail: 'Sizes could not be read.',
  nextStep: 'Try again in a minute.',
  instance: '',
};

const lost = {
  isLost: signal(true),
  isStopping: signal(false),
  heardAt: signal(new Date(now.getTime() - 30_000)),
  retryAt: signal(new Date(now.getTime() + 5_000)),
  tryNow: () => undefined,
};

/** Empty, loading, without a connection, an error, a confirmation, a question. */
@Component({
  selector: 'sb-dev-feedback',
  imports: [Section, ConnectionBar, DialogShown, Empty, Icon, Loading, MatButton, ProblemPanel],
  providers: [{ provide: EventStream, useValue: lost }],
  template: `
    <sb-dev-section name="Empty" i18n-name>
      <div class="sb-card">
        <sb-empty [why]="texts.empty" [more]="texts.more"
          ><button matButton="outlined"><sb-icon name="back-up" />{{ texts.backUp }}</button></sb-empty
        >
      </div>
    </sb-dev-section>
    <sb-dev-section name="Loading after 150 ms, without a connection, an error" i18n-name>
      <div class="sb-card"><sb-loading [rows]="2" /></div>
      <sb-connection-bar />
      <sb-problem [problem]="problem" [effect]="texts.effect" [retry]="true" [assertive]="false" />
    </sb-dev-section>
    <sb-dev-section name="Snack bar" i18n-name>
      <p class="snack">
        <span>{{ texts.snack }}</span><button matButton (click)="confirm()">{{ texts.undo }}</button>
      </p>
    </sb-dev-section>
    <sb-dev-section name="Dialog" i18n-name><sb-dev-dialog /></sb-dev-section>
  `,
  styles: `
    sb-connection-bar ::ng-deep .sb-panel {
      margin: 0;
    }
    .snack {
      display: flex;
      align-items: center;
      gap: 24px;
      align-self: flex-start;
      padding: 6px 8px 6px 16px;
      border-radius: 8px;
      box-shadow: 0 2px 6px #0003;
      background: var(--mat-sys-inverse-surface);
      color: var(--mat-sys-inverse-on-surface);
      --mat-button-text-label-text-color: var(--mat-sys-inverse-primary);
    }
  `,
})
export class FeedbackSection {
  private readonly said = inject(Said);
  protected readonly problem = problem;
  protected readonly texts = {
    empty: 'No backups of shop-prod yet',
    more: 'The first one runs in 18 h (02:30 Europe/Berlin).',
    backUp: 'Back up now',
    effect: 'Your backups are not affected.',
    snack: 'Schedule paused',
    undo: 'Undo 10 s',
  };

  /** The real one. */
  protected confirm(): void {
    void this.said.say(this.texts.snack, this.texts.undo);
  }
}
