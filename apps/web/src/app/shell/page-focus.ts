import { DestroyRef, DOCUMENT, inject, Injectable } from '@angular/core';
import { NavigationEnd, Router } from '@angular/router';
import { filter, pairwise } from 'rxjs';

/** Screen readers and keys go on at the heading of the new page; on the first page they begin where browsers begin. */
@Injectable({ providedIn: 'root' })
export class PageFocus {
  private readonly document = inject(DOCUMENT);
  private waiting: MutationObserver | null = null;
  private placed: HTMLElement | null = null;

  constructor() {
    const navigations = inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        pairwise(),
        filter(([before, after]) => pathOf(before) !== pathOf(after)),
      )
      .subscribe(() => setTimeout(() => this.toHeading()));
    inject(DestroyRef).onDestroy(() => {
      navigations.unsubscribe();
      this.waiting?.disconnect();
    });
  }

  /**
   * A page whose heading is still to come has its place first; so has one that is drawn only after its address has changed. The focus follows
   * when the heading is replaced.
   */
  toHeading(): void {
    this.waiting?.disconnect();
    this.placed = null;
    this.place();
    this.waiting = new MutationObserver(() => {
      const { activeElement, body } = this.document;
      // What is drawn around it takes nothing from it.
      if (activeElement === this.placed && activeElement?.tagName === 'H1') return;
      const isGone = activeElement === body && this.placed?.isConnected !== true;
      if (isGone || activeElement?.tagName === 'MAIN') this.place();
      // Somebody has gone on meanwhile.
      else this.waiting?.disconnect();
    });
    this.waiting.observe(this.document.body, { childList: true, subtree: true });
  }

  private place(): void {
    const main = this.document.querySelector<HTMLElement>('main');
    if (main === null || this.focusIn(main) || this.document.activeElement === main) return;
    this.focusOn(main);
  }

  private focusIn(main: HTMLElement): boolean {
    const heading = main.querySelector<HTMLElement>('h1');
    if (heading === null) return false;
    this.focusOn(heading);
    return true;
  }

  private focusOn(element: HTMLElement): void {
    element.tabIndex = -1;
    element.focus();
    this.placed = element;
  }
}

const pathOf = ({ urlAfterRedirects }: NavigationEnd): string | undefined => urlAfterRedirects.split(/[?#]/)[0];
