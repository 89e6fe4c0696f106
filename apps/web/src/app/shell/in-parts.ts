import { afterNextRender, DestroyRef, inject, PendingTasks, signal, type Signal } from '@angular/core';

/**
 * For what takes a slow phone long to draw: which part of it may be drawn, one more each turn, so that a tap is heard in between. Begins with
 * 0, once that is drawn goes on to `last`. Call in an injection context; places of later parts should have their size, or all else moves.
 */
export function inParts(last: number): Signal<number> {
  const part = signal(0);
  // Tests, and whoever waits for the page, wait for all of it.
  const isDrawn = inject(PendingTasks).add();
  let turn: ReturnType<typeof setTimeout> | undefined;
  const goOn = (): void => {
    if (part() === last) return isDrawn();
    part.update((now) => now + 1);
    turn = setTimeout(goOn);
  };
  afterNextRender(() => (turn = setTimeout(goOn)));
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(turn);
    isDrawn();
  });
  return part.asReadonly();
}
