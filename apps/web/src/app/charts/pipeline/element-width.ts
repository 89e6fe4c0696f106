import { DestroyRef, DOCUMENT, ElementRef, inject, signal, type Signal } from '@angular/core';

/** On a phone, what a page and its card leave free at both sides. Pixels. */
const sides = 66;

/**
 * How wide the component is, pixels, as long as it lives. Call in an injection context.
 * @param first until it was measured, which comes after it is drawn: less where the window has no room for it, or the page would stick out meanwhile
 */
export function elementWidth(first: number): Signal<number> {
  const room = inject(DOCUMENT).documentElement.clientWidth - sides;
  const width = signal(room > 0 ? Math.min(first, room) : first);
  // Tests without a browser have none.
  if (typeof ResizeObserver === 'undefined') return width;
  const observer = new ResizeObserver(([entry]) => {
    // What isn't laid out yet, or hidden, has no width.
    if (entry !== undefined && entry.contentRect.width > 0) width.set(Math.floor(entry.contentRect.width));
  });
  observer.observe(inject<ElementRef<HTMLElement>>(ElementRef).nativeElement);
  inject(DestroyRef).onDestroy(() => observer.disconnect());
  return width;
}
