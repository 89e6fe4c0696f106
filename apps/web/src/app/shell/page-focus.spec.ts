import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { PageFocus } from './page-focus';

const isLoaded = signal(false);
const name = signal('Second');
const parts = signal(0);

@Component({ template: '<main><h1 i18n>First</h1></main>' })
class FirstPage {}

@Component({
  template: `<main>
    @if (isLoaded()) {
      @if (name() === 'Second') {
        <h1>{{ name() }}</h1>
      } @else {
        <h1>{{ name() }}</h1>
      }
    }
    @if (parts() > 0) {
      <p>{{ parts() }}</p>
    }
  </main>`,
})
class SecondPage {
  protected readonly isLoaded = isLoaded;
  protected readonly name = name;
  protected readonly parts = parts;
}

describe('P-WEB-6 a new page', () => {
  it('takes the focus to its heading, also when that comes later or is replaced; a changed filter takes it nowhere', async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'first', component: FirstPage },
          { path: 'second', component: SecondPage },
        ]),
      ],
    });
    TestBed.inject(PageFocus);
    const harness = await RouterTestingHarness.create('/first');
    const shown = harness.routeNativeElement!.ownerDocument;
    shown.body.append(harness.fixture.nativeElement as HTMLElement);
    const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
    await TestBed.inject(Router).navigateByUrl('/second');
    await turn();
    expect(shown.activeElement?.tagName).toBe('MAIN');
    isLoaded.set(true);
    await harness.fixture.whenStable();
    await turn();
    expect(shown.activeElement?.textContent).toBe('Second');
    for (const change of [() => parts.set(1), () => name.set('Second, loaded')]) {
      change();
      await harness.fixture.whenStable();
      await turn();
    }
    expect(shown.activeElement?.textContent).toBe('Second, loaded');
    (shown.activeElement as HTMLElement).blur();
    parts.set(0);
    await harness.fixture.whenStable();
    await turn();
    expect(shown.activeElement?.tagName).toBe('BODY');
    await TestBed.inject(Router).navigateByUrl('/second?state=failed');
    await turn();
    expect(shown.activeElement?.tagName).toBe('BODY');
  });
});
