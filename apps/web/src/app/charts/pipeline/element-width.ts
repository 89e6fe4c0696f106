import { DestroyRef, ElementRef, inject, signal, type Signal } from '@angular/core';

/** How wide the component is, pixels, as long as it lives. Call in an injection context. @param first until it was measured */
export function elementWidth(first: number): Signal<number> {
  const width = signal(first);
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
