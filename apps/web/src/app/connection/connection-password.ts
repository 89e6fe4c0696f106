import { Component, type ElementRef, inject, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { ConnectionEntry } from './connection-entry';
import { formField } from '../feedback/form-field';

/** The password by itself: where the string has none, or a wrong one. Nothing in it needs encoding. */
@Component({
  selector: 'sb-connection-password',
  imports: [formField, MatInput, MatButton],
  template: `
    <mat-form-field>
      <mat-label i18n>Database password</mat-label>
      <input
        #field
        matInput
        type="password"
        autocomplete="off"
        data-1p-ignore
        (input)="entry.setPassword(field.value)"
        (blur)="check()"
        (keydown.enter)="checkNow($event)"
      />
      <mat-hint i18n>Supabase → Database Settings shows how to reset it. Not your account’s password.</mat-hint>
    </mat-form-field>
    <button matButton="outlined" type="button" (click)="check()" i18n>Check</button>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 8px 12px;
    }
    mat-form-field {
      flex: 1 1 240px;
      max-width: 420px;
    }
    button {
      margin-block-start: 4px;
    }
  `,
})
export class ConnectionPassword {
  protected readonly entry = inject(ConnectionEntry);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  focus(): void {
    this.field().nativeElement.focus();
  }

  protected checkNow(event: Event): void {
    event.preventDefault();
    this.check();
  }

  protected check(): void {
    if (this.entry.isComplete() && this.entry.doctor().kind === 'idle') void this.entry.check();
  }
}
