import { Component } from '@angular/core';
import { Logo } from './logo';
import { ThemeButton } from '../theme/theme-button';

/** Pages before one is in: the name, the theme, one column. */
@Component({
  selector: 'sb-front',
  imports: [Logo, ThemeButton],
  template: `
    <header><sb-logo /><ng-content select="[aside]" /><sb-theme-button /></header>
    <main id="main"><ng-content /></main>
  `,
  styles: `
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      min-height: 64px;
      padding: 8px 32px;
      border-block-end: 1px solid var(--mat-sys-outline-variant);
    }
    sb-logo {
      margin-inline-end: auto;
    }
    main {
      display: flex;
      flex-direction: column;
      gap: 16px;
      max-width: 480px;
      margin: 64px auto 0;
      padding: 0 24px 24px;
    }
    :host(.wide) main {
      max-width: 928px;
      margin-block-start: 32px;
    }
    @media (max-width: 599.98px) {
      header {
        min-height: 56px;
        padding: 4px 16px;
      }
      main {
        margin-block-start: 24px;
        padding: 0 16px 16px;
      }
    }
  `,
})
export class Front {}
