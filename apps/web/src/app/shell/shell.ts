import { Component, type ElementRef, inject, viewChild } from '@angular/core';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { filter, pairwise } from 'rxjs';
import { MatMenuModule } from '@angular/material/menu';
import { ConnectionBar } from '../live/connection-bar';
import { Icon } from '../icons/icon';
import { Attention } from '../live/attention';
import { Keys } from './keys';
import { keepAttention } from '../live/keep-attention';
import { LiveFoot } from '../live/live-foot';
import { Logo } from './logo';
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
  protected readonly attention = inject(Attention);
  protected readonly places = places;
  protected readonly others = places.filter(({ path }) => !firstPlaces.includes(path));
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  constructor() {
    inject(Keys).listen();
    keepAttention();
    badgeTab();
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        pairwise(),
        filter(([before, after]) => path(before) !== path(after)),
        takeUntilDestroyed(),
      )
      // Screen readers go on at the heading of the new page.
      .subscribe(() => setTimeout(() => this.heading().focus()));
  }

  protected isFirst(path: string): boolean {
    return firstPlaces.includes(path);
  }

  protected toMain(event: Event): void {
    event.preventDefault();
    this.heading().focus();
  }

  private heading(): HTMLElement {
    const main = this.main().nativeElement;
    const heading = main.querySelector<HTMLElement>('h1') ?? main;
    heading.tabIndex = -1;
    return heading;
  }
}

const path = ({ urlAfterRedirects }: NavigationEnd): string | undefined => urlAfterRedirects.split(/[?#]/)[0];
