import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../icons/icon';

/** Where this is, and the way back. */
@Component({
  selector: 'sb-channel-crumbs',
  imports: [Icon, RouterLink],
  template: `
    <nav aria-label="Breadcrumb" i18n-aria-label>
      <a routerLink="/settings/notifications" i18n>Notifications</a><sb-icon name="forward" [size]="16" /><span
        aria-current="page"
        >{{ name() }}</span
      >
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      align-items: center;
      gap: 8px;
      font-size: 13px;
      color: var(--mat-sys-on-surface-variant);
      overflow-wrap: anywhere;
    }
  `,
})
export class ChannelCrumbs {
  readonly name = input.required<string>();
}
