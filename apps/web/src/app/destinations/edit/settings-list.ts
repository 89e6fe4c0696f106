import { Component, computed, input } from '@angular/core';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { StorageFieldDto } from '../../api/models/storage-field-dto';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { sizeText } from '../../config-form/size-text';
import type { StoredValue } from '../../config-form/field-value';

/** The settings of a destination for who can't change them; of one from the environment with the variables that give them. */
@Component({
  selector: 'sb-settings-list',
  template: `
    <section class="sb-card" aria-labelledby="settings">
      <header class="sb-card-head"><h2 id="settings" i18n>Settings</h2></header>
      @if (rows(); as list) {
        <dl>
          @for (row of list; track row.field.name) {
            <div>
              <dt>
                {{ row.field.label }}
                @if (isFromEnvironment()) {
                  <span class="mono quiet">{{ row.field.environment }}</span>
                }
              </dt>
              <dd>{{ row.shown }}</dd>
            </div>
          }
        </dl>
      } @else {
        <p class="quiet" i18n>
          Its settings are gone from the environment, or can’t be read: define its variables again and restart the
          service.
        </p>
      }
    </section>
  `,
  styles: `
    dl > div {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
      gap: 4px 16px;
      padding: 10px 16px;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
      overflow-wrap: anywhere;
    }
    dt > span {
      display: block;
    }
    p {
      padding: 0 16px 16px;
    }
  `,
})
export class SettingsList {
  readonly type = input.required<StorageTypeDto>();
  readonly destination = input.required<DestinationDto>();

  protected readonly isFromEnvironment = computed(() => this.destination().origin === 'env');
  protected readonly rows = computed(() => {
    const { config } = this.destination();
    if (config === null) return null;
    return this.type()
      .fields.filter(({ name }) => config[name] !== undefined)
      .map((field) => ({ field, shown: shown(field, config[field.name]) }));
  });
}

function shown({ kind, choices }: StorageFieldDto, value: StoredValue | undefined): string {
  if (typeof value === 'object') {
    if (!value.set) return $localize`not set`;
    return value.hint === null ? $localize`set` : $localize`set, ends in ${value.hint}:hint:`;
  }
  if (typeof value === 'boolean') return value ? $localize`on` : $localize`off`;
  if (kind === 'bytes' && typeof value === 'number') return sizeText(value);
  return choices.find((choice) => choice.value === value)?.label ?? String(value ?? '');
}
