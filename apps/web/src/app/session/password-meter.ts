import { Component, computed, input } from '@angular/core';
import { passwordStrength } from './password-strength';

/** How good a password is: four bars and a word. */
@Component({
  selector: 'sb-password-meter',
  template: `
    <span class="bars" aria-hidden="true">
      @for (bar of [1, 2, 3, 4]; track bar) {
        <i [class.on]="bar <= strength().level"></i>
      }
    </span>
    <span class="hint" role="status">{{ strength().text }}</span>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 16px;
    }
    .bars {
      display: flex;
      gap: 4px;
    }
    i {
      width: 32px;
      height: 4px;
      border-radius: 2px;
      background: var(--mat-sys-outline-variant);
    }
    .on {
      background: var(--sb-tone-mark);
    }
  `,
  host: { '[class]': '"tone-" + tone()' },
})
export class PasswordMeter {
  readonly password = input.required<string>();
  readonly about = input<readonly string[]>([]);

  protected readonly strength = computed(() => passwordStrength(this.password(), this.about()));
  protected readonly tone = computed(() => {
    const { level } = this.strength();
    return level >= 3 ? 'ok' : level === 2 ? 'warn' : 'idle';
  });
}
