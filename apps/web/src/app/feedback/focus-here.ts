import { afterNextRender, Directive, ElementRef, inject } from '@angular/core';

/** What has just opened takes the focus: the button that opened it may be gone, and its reader goes on here. */
@Directive({ selector: '[sbFocusHere]', host: { tabindex: '-1', '[style.outline]': '"none"' } })
export class FocusHere {
  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender(() => nativeElement.focus());
  }
}

/** For when what had the focus goes: its reader goes on at a heading. */
export function focusHeading(selector = 'main h1'): void {
  const heading = document.querySelector<HTMLElement>(selector);
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus();
}
