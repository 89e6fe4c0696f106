import { Component, input } from '@angular/core';
import { Icon } from '../icons/icon';

export interface WrongField {
  /** Of the element to go to. */
  readonly id: string;
  readonly message: string;
}

/** After sending a form that can't be sent: what is wrong, each with the way there. Read out at once. */
@Component({
  selector: 'sb-form-summary',
  imports: [Icon],
  template: `
    @if (wrong().length > 0) {
      <div class="sb-panel tone-bad" role="alert">
        <sb-icon name="error" />
        <div>
          @if (wrong().length === 1) {
            <strong i18n>One field needs you:</strong>
          } @else {
            <strong i18n>{{ wrong().length }} fields need you:</strong>
          }
          <ul>
            @for (field of wrong(); track field.id) {
              <li>
                <a [href]="'#' + field.id" (click)="goTo($event, field.id)">{{ field.message }}</a>
              </li>
            }
          </ul>
        </div>
      </div>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    ul {
      padding-inline-start: 20px;
    }
    a {
      display: inline-block;
      padding-block: 3px;
    }
  `,
})
export class FormSummary {
  readonly wrong = input.required<readonly WrongField[]>();

  protected goTo(event: Event, id: string): void {
    event.preventDefault();
    focusOn(id);
  }
}

/** Opens what the element is folded into, and focuses it. */
export function focusOn(id: string): void {
  const element = document.getElementById(id);
  const folded = element?.closest('details');
  if (folded !== null && folded !== undefined) folded.open = true;
  // A switch of Material has its id on the outside.
  const inside =
    element?.matches('input, select, textarea, button, a') === true ? element : element?.querySelector('button');
  inside?.focus();
}
