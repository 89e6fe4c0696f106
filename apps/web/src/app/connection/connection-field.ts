import { CdkTextareaAutosize } from '@angular/cdk/text-field';
import { Component, type ElementRef, inject, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatInput } from '@angular/material/input';
import { Icon } from '../icons/icon';
import { ConnectionEntry } from './connection-entry';
import { MaskedField } from './masked-field';
import { cleanPasted } from './masked-text';
import { formField } from '../feedback/form-field';

/** One big field: a string that is whole is checked as soon as it is pasted, or left. */
@Component({
  selector: 'sb-connection-field',
  imports: [formField, MatInput, MatIconButton, CdkTextareaAutosize, Icon, MaskedField],
  templateUrl: './connection-field.html',
  styleUrl: './connection-field.scss',
})
export class ConnectionField {
  protected readonly entry = inject(ConnectionEntry);
  protected readonly clean = cleanPasted;
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');

  focus(): void {
    this.field().nativeElement.focus();
  }

  protected checkNew(): void {
    if (this.entry.isComplete() && this.entry.doctor().kind === 'idle') void this.entry.check();
  }

  protected checkNow(event: Event): void {
    event.preventDefault();
    this.checkNew();
  }

  protected clear(): void {
    this.entry.clear();
    this.focus();
  }
}
