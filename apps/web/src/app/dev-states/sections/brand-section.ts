import { Component } from '@angular/core';
import { Logo } from '../../shell/logo';

const icons = [
  { file: 'logo.svg', size: 32, text: '32' },
  { file: 'favicon.svg', size: 16, text: '16' },
  { file: 'favicon-bad.svg', size: 32, text: '2 ✕ tab' },
  { file: 'favicon-warn.svg', size: 32, text: '1 ! tab' },
  { file: 'favicon-bad.svg', size: 16, text: '16' },
  { file: 'favicon-warn.svg', size: 16, text: '16' },
];

/** The drawings of the tab follow the system, not the page's own theme. */
@Component({
  selector: 'sb-dev-brand',
  imports: [Logo],
  template: `
    <h1><sb-logo /></h1>
    <ul>
      @for (icon of icons; track $index) {
        <li>
          <img [src]="icon.file" [width]="icon.size" [height]="icon.size" alt="" /><span>{{ icon.text }}</span>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 16px 32px;
      padding-block-end: 24px;
    }
    ul {
      display: flex;
      align-items: flex-end;
      gap: 16px;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 4px;
      font-size: 12px;
      line-height: 16px;
      color: var(--mat-sys-on-surface-variant);
    }
  `,
})
export class BrandSection {
  protected readonly icons = icons;
}
