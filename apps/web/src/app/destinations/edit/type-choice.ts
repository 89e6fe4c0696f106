import { Component, input, output } from '@angular/core';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { Icon } from '../../icons/icon';
import { iconOf } from '../storage-types';

/** The types of storage as cards, of which one is chosen. */
@Component({
  selector: 'sb-type-choice',
  imports: [Icon],
  template: `
    <fieldset>
      <legend class="sb-hidden" i18n>Type of storage</legend>
      @for (type of types(); track type.type) {
        <label [class.chosen]="type.type === chosen()">
          <input
            type="radio"
            class="sb-hidden"
            name="type"
            [value]="type.type"
            [checked]="type.type === chosen()"
            (change)="choose.emit(type.type)"
          />
          <sb-icon [name]="iconOf(type.type)" />
          <span>
            <strong>{{ type.title }}</strong>
            @if (!brief() || type.type === chosen()) {
              <span class="hint">{{ type.summary }}</span>
            }
          </span>
          @if (type.type === chosen()) {
            <sb-icon class="mark" name="check" [size]="18" />
          }
        </label>
      }
    </fieldset>
  `,
  styleUrl: './type-choice.scss',
})
export class TypeChoice {
  readonly types = input.required<readonly StorageTypeDto[]>();
  readonly chosen = input<string | null>(null);
  /** Only the chosen one says more than its name. */
  readonly brief = input(false);
  readonly choose = output<string>();
  protected readonly iconOf = iconOf;
}
