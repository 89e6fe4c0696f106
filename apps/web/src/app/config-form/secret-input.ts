import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  inject,
  Injector,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { ReactiveFormsModule, type FormControl } from '@angular/forms';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { When } from '../format/when';
import { Icon } from '../icons/icon';
import type { FieldInput, StoredValue } from './field-value';
import { formField } from '../feedback/form-field';

/** A secret is only ever written: a stored one is said to be there, and can be replaced. */
@Component({
  selector: 'sb-secret-input',
  imports: [ReactiveFormsModule, formField, MatInput, MatButton, MatIconButton, Icon, When],
  templateUrl: './secret-input.html',
  styleUrl: './secret-input.scss',
})
export class SecretInput {
  readonly id = input.required<string>();
  readonly label = input.required<string>();
  readonly help = input('');
  /** The text of a file, to be pasted or picked. */
  readonly isFile = input(false);
  readonly optional = input(false);
  readonly stored = input<StoredValue>();
  readonly since = input<string | null>(null);
  /** Null: the stored one stays. */
  readonly control = input.required<FormControl<FieldInput>>();
  readonly problem = input<string | null>(null);

  private readonly injector = inject(Injector);
  private readonly field = viewChild<ElementRef<HTMLElement>>('field');
  private readonly replace = viewChild('replace', { read: MatButton });
  protected readonly isShown = signal(false);
  protected readonly hint = computed(() => {
    const stored = this.stored();
    return typeof stored === 'object' ? stored.hint : null;
  });
  protected readonly isStored = computed(() => {
    const stored = this.stored();
    return typeof stored === 'object' && stored.set;
  });

  protected startReplacing(): void {
    this.control().setValue('');
    this.control().markAsDirty();
    this.afterwards(() => this.field()?.nativeElement.focus());
  }

  protected keepStored(): void {
    this.control().reset(null);
    this.afterwards(() => this.replace()?.focus());
  }

  protected async readFile(chosen: HTMLInputElement): Promise<void> {
    const [file] = chosen.files ?? [];
    if (file === undefined) return;
    this.control().setValue(await file.text());
    this.control().markAsDirty();
    this.control().markAsTouched();
    chosen.value = '';
  }

  private afterwards(act: () => void): void {
    afterNextRender(act, { injector: this.injector });
  }
}
