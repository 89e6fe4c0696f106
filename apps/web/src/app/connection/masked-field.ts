import { Directive, ElementRef, inject, input, output, type Signal } from '@angular/core';

/** A text whose secrets are never shown. */
export interface MaskedText {
  /** As long as the real one. */
  readonly shown: Signal<string>;
  /** @returns how many characters came at once */
  edit(shownNow: string, caret: number): number;
  /** Nothing is kept. */
  clear(): void;
}

/** So many characters at once were not typed. */
const pastedAtLeast = 12;

/** Draws a masked text in a text area: what is typed, pasted or filled in by a program is masked before it is seen. */
@Directive({
  selector: 'textarea[sbMasked]',
  host: {
    autocomplete: 'off',
    autocapitalize: 'off',
    autocorrect: 'off',
    spellcheck: 'false',
    '[value]': 'sbMasked().shown()',
    '(input)': 'take()',
    '(paste)': 'paste($event)',
  },
})
export class MaskedField {
  readonly sbMasked = input.required<MaskedText>();
  /** What of a pasted text is meant. */
  readonly clean = input((text: string) => text);
  readonly pasted = output();

  private readonly field = inject<ElementRef<HTMLTextAreaElement>>(ElementRef).nativeElement;

  protected paste(event: ClipboardEvent): void {
    const text = this.clean()(event.clipboardData?.getData('text/plain') ?? '');
    if (text === '') return;
    event.preventDefault();
    const { value, selectionStart: from, selectionEnd: to } = this.field;
    // Another text: what was said of the one before doesn't hold for it.
    const isAll = from === 0 && to === value.length;
    if (isAll) this.sbMasked().clear();
    this.apply(isAll ? text : value.slice(0, from) + text + value.slice(to), from + text.length);
    this.pasted.emit();
  }

  /** Typed, dropped, or filled in by a program. */
  protected take(): void {
    const { value, selectionEnd } = this.field;
    if (this.apply(value, selectionEnd) >= pastedAtLeast) this.pasted.emit();
  }

  private apply(value: string, caret: number): number {
    const more = this.sbMasked().edit(value, caret);
    this.field.value = this.sbMasked().shown();
    this.field.setSelectionRange(caret, caret);
    return more;
  }
}
