import { CdkTextareaAutosize } from '@angular/cdk/text-field';
import { Component, type ElementRef, inject, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from '../icons/icon';
import { ConnectionEntry } from './connection-entry';
import { cleanPasted } from './masked-text';

/** So many characters at once were not typed. */
const pastedAtLeast = 12;

/** One big field: what is pasted or typed is masked before it is drawn, and checked at once when it is whole. */
@Component({
  selector: 'sb-connection-field',
  imports: [MatFormFieldModule, MatInput, MatIconButton, CdkTextareaAutosize, Icon],
  templateUrl: './connection-field.html',
  styleUrl: './connection-field.scss',
})
export class ConnectionField {
  protected readonly entry = inject(ConnectionEntry);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');

  focus(): void {
    this.field().nativeElement.focus();
  }

  protected paste(event: ClipboardEvent): void {
    const text = cleanPasted(event.clipboardData?.getData('text/plain') ?? '');
    if (text === '') return;
    event.preventDefault();
    const { value, selectionStart: from, selectionEnd: to } = this.field().nativeElement;
    // Another connection: what was allowed for the one before doesn't hold for it.
    if (from === 0 && to === value.length) this.entry.clear();
    this.apply(this.entry.isEmpty() ? text : value.slice(0, from) + text + value.slice(to), from + text.length);
    this.checkNew();
  }

  /** Typed, dropped, or filled in by a program. */
  protected take(): void {
    const { value, selectionEnd } = this.field().nativeElement;
    if (this.apply(value, selectionEnd) >= pastedAtLeast) this.checkNew();
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

  private apply(value: string, caret: number): number {
    const more = this.entry.edit(value, caret);
    const element = this.field().nativeElement;
    element.value = this.entry.shown();
    element.setSelectionRange(caret, caret);
    return more;
  }
}
