import { Component, inject, input } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { BackUpNow } from '../backups/back-up-now/back-up-now';
import { Icon } from '../icons/icon';
import { LiveDot } from '../live/live-dot';
import { Session } from '../session/session';
import { Appearance } from '../theme/appearance';
import { ThemeButton } from '../theme/theme-button';
import { Logo } from './logo';
import { Search } from './search';

@Component({
  selector: 'sb-top-bar',
  imports: [MatIconButton, MatMenuModule, RouterLink, Icon, LiveDot, ThemeButton, BackUpNow, Logo, Search],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
  host: { role: 'banner' },
})
export class TopBar {
  /** What is drawn of it: 1 the search, 2 what stands at the end as well. */
  readonly part = input.required<number>();

  protected readonly session = inject(Session);
  protected readonly appearance = inject(Appearance);
  private readonly router = inject(Router);

  protected accountOf(name: string): string {
    return $localize`Account of ${name}`;
  }

  protected async signOut(): Promise<void> {
    await this.session.signOut();
    await this.router.navigateByUrl('/sign-in');
  }
}
