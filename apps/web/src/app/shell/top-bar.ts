import { Component, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { BackUpNow } from '../backups/back-up-now/back-up-now';
import { Icon } from '../icons/icon';
import { LiveDot } from '../live/live-dot';
import { Session } from '../session/session';
import { ThemeButton } from '../theme/theme-button';
import { Search } from './search';

@Component({
  selector: 'sb-top-bar',
  imports: [MatIconButton, MatMenuModule, RouterLink, Icon, LiveDot, ThemeButton, BackUpNow, Search],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
})
export class TopBar {
  protected readonly session = inject(Session);
  private readonly router = inject(Router);

  protected async signOut(): Promise<void> {
    await this.session.signOut();
    await this.router.navigateByUrl('/sign-in');
  }
}
