import { Component, input } from '@angular/core';

/** Why there is nothing here, and the one thing to do about it (projected). */
@Component({
  selector: 'sb-empty',
  template: `
    <svg width="96" height="56" viewBox="0 0 96 56" aria-hidden="true" focusable="false">
      <g fill="none" stroke="var(--mat-sys-outline)" stroke-width="1.4">
        <path d="M6 51h84M24 40h26a3 3 0 0 1 3 3v8H21v-8a3 3 0 0 1 3-3ZM28 46h6" />
        <path
          d="M24 26h26a3 3 0 0 1 3 3v11H21V29a3 3 0 0 1 3-3ZM28 33h6M24 12h26a3 3 0 0 1 3 3v11H21V15a3 3 0 0 1 3-3ZM28 19h6"
          stroke-dasharray="3 3"
        />
        <path d="M72 23a11 11 0 1 1 0 22a11 11 0 0 1 0-22ZM72 27v7l5 3" stroke="var(--mat-sys-primary)" />
      </g>
    </svg>
    <p class="why">{{ why() }}</p>
    <p class="quiet">{{ more() }}</p>
    <ng-content />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 8px;
      padding: 32px 16px;
      text-align: center;
    }
    .why {
      font-weight: 600;
    }
  `,
})
export class Empty {
  readonly why = input.required<string>();
  readonly more = input('');
}
