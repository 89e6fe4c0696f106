import { Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core';
import { ProblemPanel } from '../feedback/problem-panel';
import { ConnectionCa } from './connection-ca';
import { ConnectionChips } from './connection-chips';
import { ConnectionEntry } from './connection-entry';
import { ConnectionField } from './connection-field';
import { ConnectionNotes } from './connection-notes';
import { ConnectionPassword } from './connection-password';
import { applyFix, fixOf, type FixId } from './doctor-fixes';
import { DoctorPanel } from './doctor-panel';
import { doctorReport } from './doctor-report';
import { problemBeside, shownChecks } from './doctor-state';

/** From a pasted string to a checked connection. The page around it provides the `ConnectionEntry` and stores it. */
@Component({
  selector: 'sb-connection-form',
  imports: [
    ConnectionField,
    ConnectionChips,
    ConnectionNotes,
    ConnectionPassword,
    ConnectionCa,
    DoctorPanel,
    ProblemPanel,
  ],
  templateUrl: './connection-form.html',
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
  `,
})
export class ConnectionForm {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly entry = inject(ConnectionEntry);
  private readonly field = viewChild.required(ConnectionField);
  private readonly password = viewChild(ConnectionPassword);
  /** Below which check the certificate is asked for. */
  protected readonly open = signal<string | null>(null);

  protected readonly checks = computed(() =>
    // The doctor's advice is also for the command line; where a button mends it, that is the advice.
    shownChecks(this.entry.doctor()).map((check) =>
      fixOf(check, this.entry) === 'certificate' ? { ...check, fix: { text: certificateAdvice, sql: null } } : check,
    ),
  );
  protected readonly problem = computed(() => problemBeside(this.entry.doctor()));
  protected readonly fixes = computed(() => {
    const found = this.checks().map((check): [string, FixId | null] => [check.id, fixOf(check, this.entry)]);
    return Object.fromEntries(found.filter((one): one is [string, FixId] => one[1] !== null));
  });
  protected readonly report = computed(() =>
    doctorReport($localize`Stowbase connection doctor`, this.checks(), [
      ...this.entry.secretTexts().map((secret): [string, string] => [secret, '••••']),
      [this.entry.ref(), '<project-ref>'],
    ]),
  );

  protected mend({ check, fix }: { check: string; fix: FixId }): void {
    if (fix === 'certificate') this.open.set(check);
    else if (applyFix(fix, this.entry)) {
      void this.entry.check();
      this.goOn();
    } else if (fix === 'password') setTimeout(() => this.password()?.focus());
    else this.field().focus();
  }

  protected closeCa(): void {
    this.open.set(null);
    this.goOn();
  }

  protected undone(): void {
    this.field().focus();
  }

  /** The button that was pressed is gone: the keyboard stays at the doctor. */
  private goOn(): void {
    setTimeout(() => this.host.querySelector<HTMLElement>('sb-doctor-panel header > button')?.focus());
  }
}

const certificateAdvice = $localize`Add the root certificate of the server’s authority: then the server has to prove who it is.`;
