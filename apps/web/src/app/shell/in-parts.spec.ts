import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { inParts } from './in-parts';

@Component({
  template: `
    <p>{{ 0 }}</p>
    @for (n of [1, 2]; track n) {
      @if (part() >= n) {
        <p>{{ n }}</p>
      }
    }
  `,
})
class Page {
  readonly part = inParts(2);
}

describe('what is drawn in parts', () => {
  it('is drawn a part each turn, so that the page hears a tap in between, and is stable when all of it is there', async () => {
    const fixture = TestBed.createComponent(Page);
    const page = fixture.nativeElement as HTMLElement;
    const seen = new Set<string>();
    const look = (): void => void seen.add(page.textContent.trim());
    const watch = new MutationObserver(look);
    watch.observe(page, { childList: true, subtree: true });
    TestBed.tick();
    look();
    expect(fixture.isStable()).toBe(false);
    await fixture.whenStable();
    look();
    watch.disconnect();
    expect([...seen]).toEqual(['0', '01', '012']);
  });

  it('goes on no more when the page is left', async () => {
    const fixture = TestBed.createComponent(Page);
    TestBed.tick();
    fixture.destroy();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(fixture.componentInstance.part()).toBe(0);
    expect(fixture.isStable()).toBe(true);
  });
});
