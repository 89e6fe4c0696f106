import { Component, computed, input } from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { switchMap, startWith } from 'rxjs';
import type { StorageFieldDto } from '../api/models/storage-field-dto';
import { Icon } from '../icons/icon';
import { applies, type ConfigForm } from './config-form';
import { ConfigField } from './config-field';
import { advanced, groupsOf } from './field-groups';
import { inputOf, type StoredConfig } from './field-value';

/** A form out of data: what `GET /api/storage/types` says of a type's fields. It knows kinds of fields, and no type of storage. */
@Component({
  selector: 'sb-config-fields',
  imports: [NgTemplateOutlet, ConfigField, Icon],
  templateUrl: './config-fields.html',
  styleUrl: './config-fields.scss',
})
export class ConfigFields {
  readonly fields = input.required<readonly StorageFieldDto[]>();
  /** Of `configForm(fields, stored)`. */
  readonly form = input.required<ConfigForm>();
  /** What is edited, for what is said of its secrets. */
  readonly stored = input<StoredConfig>(null);

  /** When its secrets were entered, by field, as far as somebody knows. */
  readonly since = input<Readonly<Record<string, string>>>({});
  /** The group behind which the given content stands; without such a group it stands behind the last one that isn't folded. */
  readonly after = input<string | null>(null);

  private readonly event = toSignal(
    toObservable(this.form).pipe(switchMap((form) => form.events.pipe(startWith(null)))),
    { equal: () => false },
  );
  protected readonly groups = computed(() => {
    this.event();
    const [fields, form] = [this.fields(), this.form()];
    return groupsOf(fields.filter((field) => applies(fields, form, field)));
  });
  protected readonly insertAfter = computed(() => {
    const names = this.groups().map(({ name }) => name);
    const wanted = this.after();
    return names.includes(wanted) ? wanted : (names.filter((name) => name !== advanced).at(-1) ?? names.at(-1));
  });
  protected readonly advanced = advanced;

  protected changedIn(fields: readonly StorageFieldDto[]): number {
    return fields.filter((field) => this.form().controls[field.name]?.value !== inputOf(field)).length;
  }

  /** A folded field with an error opens its group. */
  protected isWrong(fields: readonly StorageFieldDto[]): boolean {
    return fields.some(({ name }) => {
      const control = this.form().controls[name];
      return control !== undefined && control.touched && control.invalid;
    });
  }
}
