import type { ComponentFixture } from '@angular/core/testing';

/** Replies that were flushed have arrived where they are awaited, and the page shows what came of them. */
export async function settled(fixture: ComponentFixture<unknown>): Promise<void> {
  await fixture.whenStable();
  // An answer passes a handful of promises on its way; each turn lets one more of them through.
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await fixture.whenStable();
}
