import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';
import { Confirm } from './confirm';

/** A page with something typed. */
export interface HasUnsaved {
  hasUnsaved(): boolean;
}

/** Nobody leaves a page with something unsaved by mistake. */
export const keepUnsaved: CanDeactivateFn<HasUnsaved | null> = (page) =>
  page?.hasUnsaved() !== true ||
  inject(Confirm).ask({
    title: $localize`Leave without saving?`,
    text: $localize`What you have typed on this page is lost.`,
    action: $localize`Leave`,
    keep: $localize`Stay`,
  });

/** The same when the tab is closed or loaded anew: the browser asks. Call in an injection context. */
export function warnBeforeUnload(hasUnsaved: () => boolean): void {
  const view = inject(DOCUMENT).defaultView;
  const ask = (event: Event): void => {
    if (hasUnsaved()) event.preventDefault();
  };
  view?.addEventListener('beforeunload', ask);
  inject(DestroyRef).onDestroy(() => view?.removeEventListener('beforeunload', ask));
}
