import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { MatMenuModule } from '@angular/material/menu';
import { ConnectionBar } from '../live/connection-bar';
import { Icon } from '../icons/icon';
import { Attention } from '../live/attention';
import { inParts } from './in-parts';
import { Keys } from './keys';
import { keepAttention } from '../live/keep-attention';
import { LiveFoot } from '../live/live-foot';
import { Logo } from './logo';
import { PageFocus } from './page-focus';
import { firstPlaces, places } from './places';
import { badgeTab } from './tab-badge';
import { TopBar } from './top-bar';

/** What is around each page: places at the side (at the bottom on phones), the top bar, and what is wrong with the connection. */
@Component({
  selector: 'sb-shell',
  imports: [RouterOutlet, RouterLink, RouterLinkActive, MatMenuModule, Icon, Logo, TopBar, LiveFoot, ConnectionBar],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  /** First the page, then where one can go, then what is in the top bar. */
  protected readonly part = inParts(4);
  protected readonly attention = inject(Attention);
  protected readonly places = places;
  protected readonly others = places.filter(({ path }) => !firstPlaces.includes(path));
  private readonly focus = inject(PageFocus);

  constructor() {
    inject(Keys).listen();
    keepAttention();
    badgeTab();
  }

  protected isFirst(path: string): boolean {
    return firstPlaces.includes(path);
  }

  protected toMain(event: Event): void {
    event.preventDefault();
    this.focus.toHeading();
  }
}
