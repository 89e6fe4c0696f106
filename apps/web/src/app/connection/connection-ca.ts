import { Component, inject, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { ConnectionEntry } from './connection-entry';

/** A root certificate, pasted or from a file: with it the server has to prove who it is. */
@Component({
  selector: 'sb-connection-ca',
  imports: [MatFormFieldModule, MatInput, MatButton],
  template: `
    <mat-form-field>
      <mat-label i18n>Root certificate (PEM)</mat-label>
      <textarea
        #field
        matInput
        class="mono"
        rows="4"
        spellcheck="false"
        autocomplete="off"
        [value]="pem()"
        (input)="pem.set(field.value)"
      ></textarea>
      <mat-hint i18n>Supabase → Database Settings → SSL Configuration → Download certificate.</mat-hint>
    </mat-form-field>
    <div class="sb-line">
      <label class="file">
        <span i18n>Choose a file</span>
        <input type="file" accept=".crt,.pem,.cer" (change)="readFile($event)" />
      </label>
      <button
        matButton="outlined"
        type="button"
        (click)="use()"
        [disabled]="pem().trim() === ''"
        disabledInteractive
        i18n
      >
        Use this certificate
      </button>
      <button matButton type="button" (click)="closed.emit()" i18n>Cancel</button>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 12px 16px 16px;
    }
    .file span {
      margin-inline-end: 8px;
    }
  `,
})
export class ConnectionCa {
  readonly closed = output();

  private readonly entry = inject(ConnectionEntry);
  protected readonly pem = signal('');

  protected async readFile(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file !== undefined) this.pem.set(await file.text());
  }

  protected use(): void {
    if (this.pem().trim() === '') return;
    this.entry.addCa(this.pem().trim());
    void this.entry.check();
    this.closed.emit();
  }
}
