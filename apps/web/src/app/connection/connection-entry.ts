import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../api/api';
import { checkConnection } from '../api/fn/projects/check-connection';
import type { ConnectionDto } from '../api/models/connection-dto';
import type { Problem } from '../api/models/problem';
import { problemOf } from '../feedback/problem-of';
import { kindOf, roleAndRef, withSessionPort } from './connection-kind';
import { reasonOf, type DoctorState } from './doctor-state';
import { edited, masked } from './masked-text';
import { decodedText, splitConnection } from './split-connection';

/**
 * A connection that is being entered. The string with its password is held here and nowhere else: the page gets the masked one, the
 * service the whole. Provided by the page that asks for a connection.
 */
@Injectable()
export class ConnectionEntry {
  private readonly api = inject(Api);
  private readonly text = signal('');
  private readonly keepsPort = signal(false);
  private readonly ca = signal<string | null>(null);
  private readonly allowInsecure = signal(false);
  /** Given by itself, as it is, not encoded. */
  private readonly password = signal('');
  private readonly asksPassword = signal(false);
  private turn = 0;

  readonly doctor = signal<DoctorState>({ kind: 'idle' });
  private readonly written = computed(() => splitConnection(this.text()));
  readonly shown = computed(() => masked(this.text(), this.written().secrets));
  /** What is sent: the transaction pooler's port is changed unless that was undone. */
  private readonly effective = computed(() =>
    this.keepsPort() ? this.text() : withSessionPort(this.text(), this.written()),
  );
  readonly parts = computed(() => splitConnection(this.effective()));
  readonly kind = computed(() => kindOf(this.parts()));
  readonly rewritten = computed(() => this.effective() !== this.text());
  readonly role = computed(() => roleAndRef(this.parts()).role);
  readonly ref = computed(() => roleAndRef(this.parts()).ref);
  readonly isEmpty = computed(() => this.text().trim() === '');
  readonly hasPassword = computed(() => this.password() !== '' || this.parts().password === 'set');
  /** A field for the password alone is shown. */
  readonly needsPassword = computed(
    () => this.parts().host !== '' && (this.parts().password !== 'set' || this.asksPassword()),
  );
  readonly isEncryptionWanted = computed(() => !this.allowInsecure());
  readonly hasCa = computed(() => this.ca() !== null);
  readonly isComplete = computed(() => this.parts().host !== '' && this.parts().user !== '' && this.hasPassword());
  readonly isGood = computed(() => {
    const state = this.doctor();
    return state.kind === 'done' && state.reply.ok;
  });

  /** @returns how many characters came at once: many were pasted */
  edit(shownNow: string, caret: number): number {
    const before = this.text();
    this.replace(edited(before, this.shown(), shownNow, caret));
    return this.text().length - before.length;
  }

  replace(text: string): void {
    if (text === this.text()) return;
    this.text.set(text);
    this.forgetResults();
    if (text.trim() === '') this.forgetExtras();
  }

  setPassword(password: string): void {
    this.password.set(password);
    this.forgetResults();
  }

  /** Port 6543 is sent after all: the service then says what is wrong with it. */
  undoPort(): void {
    this.keepsPort.set(true);
    this.forgetResults();
  }

  useSessionPort(): void {
    this.keepsPort.set(false);
    this.forgetResults();
  }

  addCa(pem: string): void {
    this.ca.set(pem);
    this.forgetResults();
  }

  allow(): void {
    this.allowInsecure.set(true);
    this.forgetResults();
  }

  askPassword(): void {
    this.asksPassword.set(true);
  }

  /** Each character of it stands for itself; the service won't guess that. */
  usePasswordAsPasted(): void {
    const { passwordAt } = this.parts();
    if (passwordAt !== null) this.setPassword(this.effective().slice(...passwordAt));
  }

  nameDatabase(database: string): void {
    const { placeEnd } = this.written();
    const text = this.text();
    if (placeEnd !== null)
      this.replace(`${text.slice(0, placeEnd)}/${database}${text.slice(placeEnd).replace(/^\//, '')}`);
  }

  /** What no report may hold: the password as it is written, and as it is. */
  secretTexts(): string[] {
    const { passwordAt } = this.parts();
    const written = passwordAt === null ? '' : this.effective().slice(...passwordAt);
    return [this.password(), written, decodedText(written)].filter((secret) => secret !== '');
  }

  /** As the service wants it. */
  connection(): ConnectionDto {
    const { loginAt } = this.parts();
    const text = this.effective();
    const alone = this.password();
    const url = alone === '' || loginAt === null ? text : text.slice(0, loginAt[0]) + text.slice(loginAt[1]);
    const ca = this.ca();
    return {
      url,
      ...(alone === '' ? {} : { password: alone }),
      ...(ca === null ? {} : { ca, tlsMode: 'verify-full' }),
      ...(this.allowInsecure() ? { allowInsecure: true } : {}),
    };
  }

  /** Lets the service look at it. A newer edit or check makes the answer void. */
  async check(): Promise<void> {
    const turn = (this.turn += 1);
    this.doctor.set({ kind: 'running' });
    try {
      const reply = await this.api.invoke(checkConnection, { body: { connection: this.connection() } });
      if (turn === this.turn) this.doctor.set({ kind: 'done', reply });
    } catch (error) {
      if (turn === this.turn) this.refuse(problemOf(error));
    }
  }

  /** What the service said when it was asked to store it. */
  refuse(problem: Problem): void {
    this.turn += 1;
    if (['AUTH_FAILED', 'PASSWORD_INVALID', 'PASSWORD_PLACEHOLDER'].includes(reasonOf(problem))) this.askPassword();
    this.doctor.set({ kind: 'refused', problem });
  }

  /** Nothing typed is kept. */
  clear(): void {
    this.replace('');
  }

  private forgetResults(): void {
    this.turn += 1;
    this.doctor.set({ kind: 'idle' });
  }

  private forgetExtras(): void {
    this.password.set('');
    this.asksPassword.set(false);
    this.ca.set(null);
    this.allowInsecure.set(false);
    this.keepsPort.set(false);
  }
}
