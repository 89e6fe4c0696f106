import { Component, ElementRef, inject, signal } from '@angular/core';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatInput } from '@angular/material/input';
import { RecoveryKeyMaker, short } from './recovery-key-maker';
import { formField } from '../feedback/form-field';

/** The private half never comes near this page: its owner adds the public half and opens the proof with a program. */
@Component({
  selector: 'sb-key-made-elsewhere',
  imports: [ReactiveFormsModule, MatButton, MatCheckbox, formField, MatInput],
  templateUrl: './key-made-elsewhere.html',
  styleUrl: './key-steps.scss',
})
export class KeyMadeElsewhere {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly maker = inject(RecoveryKeyMaker);
  protected readonly recipient = new FormControl('', { nonNullable: true });
  protected readonly answer = new FormControl('', { nonNullable: true });
  protected readonly isStored = new FormControl(false, { nonNullable: true });
  protected readonly missing = signal('');
  protected readonly short = short;
  protected readonly keygen = 'stowbase keygen --out key.txt';
  protected readonly command = 'age -d -i key.txt stowbase-proof.age';

  protected async add(): Promise<void> {
    const given = this.recipient.value.trim();
    // Not even sent: it would have left this computer.
    if (/age-secret-key-/i.test(given)) {
      this.recipient.setValue('');
      this.missing.set(
        $localize`That was the private key. Keep it to yourself and paste the line that begins with age1.`,
      );
      return;
    }
    this.missing.set(given === '' ? $localize`Paste the public key first.` : '');
    if (given === '') return;
    await this.maker.addOwn(given);
    setTimeout(() => this.host.querySelector('button')?.focus());
  }

  protected async prove(): Promise<void> {
    const answer = this.answer.value.trim();
    this.missing.set(
      answer === ''
        ? $localize`Enter the line that decrypting the proof printed.`
        : this.isStored.value
          ? ''
          : $localize`Say that the private key is stored.`,
    );
    if (this.missing() === '') await this.maker.proveByAnswer(answer);
  }
}
