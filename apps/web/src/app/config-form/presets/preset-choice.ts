import { Component, computed, input, linkedSignal } from '@angular/core';
import type { StorageFieldDto } from '../../api/models/storage-field-dto';
import { Icon } from '../../icons/icon';
import type { ConfigForm } from '../config-form';
import { fillIn, presetOf, type Preset } from './preset';

/** Providers at the top of a form: choosing one fills in what is known of it. */
@Component({
  selector: 'sb-preset-choice',
  imports: [Icon],
  template: `
    <fieldset>
      <legend class="hint" i18n>Service</legend>
      <div class="chips">
        @for (each of choices(); track each?.id) {
          <label [class.chosen]="each === chosen()">
            <input
              type="radio"
              class="sb-hidden"
              name="preset"
              [checked]="each === chosen()"
              aria-describedby="preset-help"
              (change)="choose(each)"
            />
            @if (each === chosen()) {
              <sb-icon name="check" [size]="16" />
            }
            {{ each?.label ?? other }}
          </label>
        }
      </div>
      <p class="hint" id="preset-help">{{ help() }}</p>
    </fieldset>
  `,
  styleUrl: './preset-choice.scss',
})
export class PresetChoice {
  readonly presets = input.required<readonly Preset[]>();
  readonly fields = input.required<readonly StorageFieldDto[]>();
  readonly form = input.required<ConfigForm>();

  protected readonly choices = computed((): readonly (Preset | null)[] => [...this.presets(), null]);
  /** Null: another service than these. */
  protected readonly chosen = linkedSignal(() => presetOf(this.fields(), this.form(), this.presets()));
  protected readonly other = $localize`Other`;
  protected readonly help = computed(
    () =>
      this.chosen()?.help ??
      $localize`Its documentation says what to enter. Choosing a service fills in what is known of it.`,
  );

  protected choose(preset: Preset | null): void {
    fillIn(this.fields(), this.form(), this.chosen(), preset);
    this.chosen.set(preset);
  }
}
