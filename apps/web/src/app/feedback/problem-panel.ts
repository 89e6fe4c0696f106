import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Problem } from '../api/models/problem';
import { Icon } from '../icons/icon';

/** An error: what happened, what it means for the backups, what to do, the code. Never only a toast. */
@Component({
  selector: 'sb-problem',
  imports: [Icon, MatButton],
  template: `
    <div class="sb-panel tone-bad" [attr.role]="assertive() ? 'alert' : 'status'">
      <sb-icon name="error" />
      <div>
        <p>
          <strong>{{ problem().detail }}</strong> {{ effect() }} {{ problem().nextStep }}
        </p>
        @if ((problem().errors?.length ?? 0) > 1) {
          <ul>
            @for (field of problem().errors; track $index) {
              <li>{{ field.message }}</li>
            }
          </ul>
        }
        <p class="mono">{{ problem().code }}</p>
      </div>
      @if (retry()) {
        <button matButton (click)="again.emit()" i18n>Retry</button>
      }
    </div>
  `,
})
export class ProblemPanel {
  readonly problem = input.required<Problem>();
  /** What it means for data: `Your backups are not affected.` */
  readonly effect = input('');
  /** Offers to try again. */
  readonly retry = input(false);
  /** Read out at once: what the person has just started has failed. */
  readonly assertive = input(true);
  readonly again = output();
}
