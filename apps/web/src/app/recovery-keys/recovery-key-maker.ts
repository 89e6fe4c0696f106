import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../api/api';
import { createRecoveryKey } from '../api/fn/recovery-keys/create-recovery-key';
import { deleteRecoveryKey } from '../api/fn/recovery-keys/delete-recovery-key';
import { proveRecoveryKey } from '../api/fn/recovery-keys/prove-recovery-key';
import { renewRecoveryKeyProof } from '../api/fn/recovery-keys/renew-recovery-key-proof';
import type { Problem } from '../api/models/problem';
import type { RecoveryKeyDto } from '../api/models/recovery-key-dto';
import { problemOf } from '../feedback/problem-of';
import { moment } from '../format/moment';
import type { KeyPair } from './age-keys';
import { identityIn, keyFileName, keyFileText } from './key-file';
import { saveFile } from '../files/save-file';

/**
 * Makes a recovery key and proves that it opens what is closed to it. The private half exists in this object and in the file that is
 * saved, and goes nowhere else. Provided by the page that asks for a key.
 */
@Injectable()
export class RecoveryKeyMaker {
  private readonly api = inject(Api);
  private pair: KeyPair | null = null;
  private proofFile: string | null = null;

  /** On the service, not proven yet. */
  readonly unproven = signal<RecoveryKeyDto | null>(null);
  readonly proven = signal<RecoveryKeyDto | null>(null);
  /** Its file has been given to the browser, by this page. */
  readonly isSaved = signal(false);
  readonly busy = signal(false);
  readonly problem = signal<Problem | null>(null);
  readonly fileName = computed(() => keyFileName(this.unproven()?.recipient ?? ''));

  /** One of the service that waits for its proof: its private half is with the person alone. */
  resume(key: RecoveryKeyDto): void {
    this.unproven.set(key);
  }

  /** Makes the key here, tells the service its public half and saves the file. Again: saves the same file once more. */
  async saveNew(): Promise<void> {
    await this.trying(async () => {
      const { makeKeyPair } = await import('./age-keys');
      this.pair ??= await makeKeyPair();
      if (this.unproven()?.recipient !== this.pair.recipient) await this.add(this.pair.recipient);
      saveFile(keyFileName(this.pair.recipient), 'text/plain', keyFileText(this.pair, new Date()));
      this.isSaved.set(true);
    });
  }

  /** A public key whose private half was made elsewhere. */
  async addOwn(recipient: string): Promise<void> {
    await this.trying(() => this.add(recipient.trim()));
  }

  /** The person says that the file is stored: the service's proof is opened with what is in it. */
  async proveSaved(): Promise<void> {
    const { pair } = this;
    if (pair !== null) await this.trying(() => this.proveWith(pair));
  }

  /** @param text of a key file that was chosen */
  async proveWithFile(text: string): Promise<void> {
    await this.trying(async () => {
      const identity = identityIn(text);
      if (identity === null) throw own(noKey, $localize`Choose the file that was downloaded as the recovery key.`);
      const { pairOf } = await import('./age-keys');
      const pair = await pairOf(identity);
      const wanted = this.unproven()?.recipient ?? '';
      if (pair.recipient !== wanted)
        throw own(
          $localize`This file holds another key: ${short(pair.recipient)}, not ${short(wanted)}.`,
          $localize`Choose the other file, or make a new key.`,
        );
      await this.proveWith(pair);
    });
  }

  /** What decrypting the proof elsewhere has printed. */
  async proveByAnswer(answer: string): Promise<void> {
    await this.trying(() => this.answer(answer.trim()));
  }

  /** The proof, for a private key that is elsewhere. */
  async saveProof(): Promise<void> {
    await this.trying(async () => saveFile('stowbase-proof.age', 'text/plain', await this.proof()));
  }

  /** Takes an unproven one back: nothing was ever encrypted to it. */
  async startOver(): Promise<void> {
    const key = this.unproven();
    await this.trying(async () => {
      if (key !== null) await this.api.invoke(deleteRecoveryKey, { id: key.id });
      this.unproven.set(null);
      this.isSaved.set(false);
      this.pair = null;
      this.proofFile = null;
    });
  }

  private async add(recipient: string): Promise<void> {
    const name = $localize`Recovery key of ${moment(new Date())}`;
    const { proof, ...key } = await this.api.invoke(createRecoveryKey, { body: { name, recipient } });
    this.proofFile = proof.file;
    this.unproven.set(key);
  }

  private async proveWith(pair: KeyPair): Promise<void> {
    const { openProof } = await import('./age-keys');
    await this.answer(await openProof(await this.proof(), pair.identity));
  }

  private async answer(answer: string): Promise<void> {
    const key = this.unproven();
    if (key === null) return;
    const body = { answer, lostKeyUnderstood: true };
    this.proven.set(await this.api.invoke(proveRecoveryKey, { id: key.id, body }));
    this.pair = null;
  }

  /** The one that came with the key, or another: a page that was loaded again has none. */
  private async proof(): Promise<string> {
    const key = this.unproven();
    if (this.proofFile === null && key !== null)
      this.proofFile = (await this.api.invoke(renewRecoveryKeyProof, { id: key.id })).proof.file;
    return this.proofFile ?? '';
  }

  private async trying(work: () => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await work();
    } catch (error) {
      this.problem.set(error instanceof OwnProblem ? error.problem : problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}

const noKey = $localize`There is no private key in this file.`;
/** Enough of a public key to tell it from others. */
export const short = (recipient: string): string => `${recipient.slice(0, 12)}…`;

class OwnProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

const own = (detail: string, nextStep: string): OwnProblem =>
  new OwnProblem({
    code: 'KEY_FILE_WRONG',
    status: 0,
    detail,
    nextStep,
    title: detail,
    type: 'about:blank',
    instance: '',
  });
