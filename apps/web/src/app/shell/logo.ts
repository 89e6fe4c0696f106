import { Component } from '@angular/core';

/** Three stowed slabs that make an S, and the name. In the theme of the page, which may differ from the system's. */
@Component({
  selector: 'sb-logo',
  template: `
    <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mat-sys-primary)" />
      <path
        fill="var(--mat-sys-on-primary)"
        d="M10 6.5H24A1.5 1.5 0 0 1 25.5 8V9.5A1.5 1.5 0 0 1 24 11H12.2V13.5H24A1.5 1.5 0 0 1 25.5 15V24A1.5 1.5 0 0 1 24 25.5H8A1.5 1.5 0 0 1 6.5 24V22.5A1.5 1.5 0 0 1 8 21H19.8V18.5H8A1.5 1.5 0 0 1 6.5 17V10A3.5 3.5 0 0 1 10 6.5Z"
      />
    </svg>
    <span>{{ name }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 12px;
      font-size: 18px;
      line-height: 24px;
      font-weight: 600;
      letter-spacing: -0.015em;
    }
  `,
})
export class Logo {
  protected readonly name = 'Stowbase';
}
