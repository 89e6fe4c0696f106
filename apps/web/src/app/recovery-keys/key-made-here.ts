import { Component, inject, input, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { Icon } from '../icons/icon';
import { RecoveryKeyMaker, short } from './recovery-key-maker';

/** The key is made in the browser, saved as a file, and proven as soon as the person says that the file is stored. */
@Component({
  selector: 'sb-key-made-here',
  imports: [MatButton, MatCheckbox, Icon],
  templateUrl: './key-made-here.html',
  styleUrl: './key-steps.scss',
})
export class KeyMadeHere {
  /** Its button is the main one of the page. */
  readonly filled = input(false);

  protected readonly maker = inject(RecoveryKeyMaker);
  protected readonly stored = signal(false);
  protected readonly short = short;

  private readonly checkbox = viewChild(MatCheckbox);

  protected async saveNew(): Promise<void> {
    await this.maker.saveNew();
    // The button that was pressed is gone: the next thing to do has the focus.
    setTimeout(() => this.checkbox()?.focus());
  }

  protected confirm(isStored: boolean): void {
    this.stored.set(isStored);
    if (isStored) void this.maker.proveSaved();
  }

  protected async load(event: Event): Promise<void> {
    const chosen = event.target as HTMLInputElement;
    const file = chosen.files?.[0];
    if (file !== undefined) await this.maker.proveWithFile(await file.text());
    // The same file can be chosen again.
    chosen.value = '';
  }
}
