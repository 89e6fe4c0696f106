import { Component, input } from '@angular/core';

/** A heading with a line below, and what belongs to it. */
@Component({
  selector: 'sb-dev-section',
  template: `<h2>{{ name() }}</h2>
    <div><ng-content /></div>`,
  styles: `
    :host {
      display: block;
      padding-block-end: 24px;
    }
    h2 {
      padding-block-end: 8px;
      margin-block-end: 12px;
      border-block-end: 1px solid var(--mat-sys-outline-variant);
      font-size: 12px;
      line-height: 16px;
      color: var(--mat-sys-on-surface-variant);
    }
    div {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
  `,
})
export class Section {
  readonly name = input.required<string>();
}
