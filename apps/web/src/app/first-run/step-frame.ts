import { Component, computed, effect, type ElementRef, input, untracked, viewChild } from '@angular/core';
import { Icon } from '../icons/icon';

/** A numbered section: done, open, or still to come. */
@Component({
  selector: 'sb-step-frame',
  imports: [Icon],
  template: `
    <header>
      <span class="disc" aria-hidden="true">
        @if (state() === 'done') {
          <sb-icon name="check" [size]="18" />
        } @else {
          {{ number() }}
        }
      </span>
      <h2 #heading tabindex="-1">
        <span class="sb-hidden">{{ spoken() }}: </span>{{ name() }}
      </h2>
      <p class="summary">
        @if (state() === 'open') {
          <ng-container i18n>Step {{ number() }} of 4</ng-container>
        } @else {
          {{ summary() }}
        }
      </p>
      <ng-content select="[edit]" />
    </header>
    @if (state() === 'open') {
      <div class="body"><ng-content /></div>
    }
  `,
  styleUrl: './step-frame.scss',
  host: { '[class]': 'state()' },
})
export class StepFrame {
  readonly number = input.required<number>();
  readonly name = input.required<string>();
  readonly current = input.required<number>();
  /** What was chosen, or what will be asked. */
  readonly summary = input('');

  protected readonly state = computed(() => {
    if (this.number() < this.current()) return 'done';
    return this.number() === this.current() ? 'open' : 'waiting';
  });
  protected readonly spoken = computed(() => {
    const n = this.number();
    return this.state() === 'done' ? $localize`Step ${n}:number:, finished` : $localize`Step ${n}:number:`;
  });
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  constructor() {
    let before: string | null = null;
    effect(() => {
      const state = this.state();
      // The person goes on where the section has opened; the page itself begins at its top.
      if (state === 'open' && before === 'waiting') untracked(() => setTimeout(() => this.goHere()));
      before = state;
    });
  }

  private goHere(): void {
    const heading = this.heading().nativeElement;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: 'start', behavior: 'auto' });
  }
}
