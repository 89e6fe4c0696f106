import { afterNextRender, Component, type ElementRef, inject, output, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { ConnectionEntry } from './connection-entry';
import { formField } from '../feedback/form-field';

/** A root certificate, pasted or from a file: with it the server has to prove who it is. */
@Component({
  selector: 'sb-connection-ca',
  imports: [formField, MatInput, MatButton],
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
      <button matButton type="button" (click)="chooser.click()" i18n>Choose a file</button>
      <input
        #chooser
        type="file"
        class="sb-hidden"
        tabindex="-1"
        aria-label="Certificate file"
        i18n-aria-label
        accept=".crt,.pem,.cer"
        (change)="readFile($event)"
      />
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
      padding: 12px 0 8px;
    }
  `,
})
export class ConnectionCa {
  readonly closed = output();

  private readonly entry = inject(ConnectionEntry);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  protected readonly pem = signal('');

  constructor() {
    afterNextRender(() => this.field().nativeElement.focus());
  }

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
