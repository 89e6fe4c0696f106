import { Component, computed, inject, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { startWith, switchMap } from 'rxjs';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { ConfigFields } from '../../config-form/config-fields';
import { choiceOf } from '../../config-form/presets/preset';
import { PresetChoice } from '../../config-form/presets/preset-choice';
import { guideOf } from '../guide/guide-of';
import { ConnectAccount } from './connect-account';
import { Editor } from './editor';

/** The settings of a type of storage: providers first, the fields, an account to connect, and the way to the page about all that. */
@Component({
  selector: 'sb-settings-form',
  imports: [RouterLink, ConfigFields, ConnectAccount, PresetChoice],
  template: `
    @if (type().presets.length > 0) {
      <sb-preset-choice
        [presets]="type().presets"
        [fields]="type().fields"
        [form]="editor.config()"
        (focusout)="editor.testByItself()"
      />
    }
    <ng-content />
    <sb-config-fields
      [fields]="fields()"
      [form]="editor.config()"
      [stored]="destination()?.config ?? null"
      [since]="editor.secretDates()"
      [after]="signIn"
      (focusout)="editor.testByItself()"
    >
      @if (connects()) {
        <sb-connect-account
          [type]="type().type"
          [values]="values()"
          [destinationId]="destination()?.id ?? null"
          (connected)="editor.connect($event)"
        />
      }
    </sb-config-fields>
    <p class="hint">
      <a [routerLink]="['/destinations/guide', guideOf(type().type)]" target="_blank" i18n
        >Where to find this, and what it has to be allowed</a
      >
    </p>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 20px;
    }
  `,
})
export class SettingsForm {
  readonly type = input.required<StorageTypeDto>();
  /** Null: a new one. */
  readonly destination = input<DestinationDto | null>(null);
  /** Whether its account is connected here; else the page has another place for it. */
  readonly connects = input(true);

  /** Of whoever shows this. */
  protected readonly editor = inject(Editor);
  protected readonly guideOf = guideOf;
  /** The group of fields that an account stands for. */
  protected readonly signIn = 'Sign in';
  /** A field that the presets choose isn't asked for twice. */
  protected readonly fields = computed(() => {
    const { fields, presets } = this.type();
    const chosen = choiceOf(fields, presets);
    return fields.filter((field) => field !== chosen);
  });
  private readonly event = toSignal(
    toObservable(this.editor.config).pipe(switchMap((form) => form.events.pipe(startWith(null)))),
    { equal: () => false },
  );
  protected readonly values = computed(() => {
    this.event();
    return this.editor.config().getRawValue();
  });
}
