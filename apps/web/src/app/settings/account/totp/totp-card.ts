import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../api/api';
import { disableTotp } from '../../../api/fn/totp/disable-totp';
import { enableTotp } from '../../../api/fn/totp/enable-totp';
import { offerTotp } from '../../../api/fn/totp/offer-totp';
import { renewRecoveryCodes } from '../../../api/fn/totp/renew-recovery-codes';
import type { TotpConfirmDto } from '../../../api/models/totp-confirm-dto';
import type { TotpOfferDto } from '../../../api/models/totp-offer-dto';
import { focusOn } from '../../../config-form/form-summary';
import { Attempt } from '../../../feedback/attempt';
import { CopyButton } from '../../../feedback/copy-button';
import { FocusHere } from '../../../feedback/focus-here';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { Session } from '../../../session/session';
import { ConfirmCode } from './confirm-code';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';

type Step = 'rest' | 'set-up' | 'renew' | 'turn-off' | 'codes';

/** The second factor: an authenticator app, and codes for the day it is lost. */
@Component({
  selector: 'sb-totp-card',
  imports: [MatButton, CopyButton, FocusHere, ProblemPanel, ConfirmCode, QrCode, RecoveryCodes],
  templateUrl: './totp-card.html',
  styleUrls: ['../card.scss', './totp-card.scss'],
})
export class TotpCard {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly confirm = viewChild(ConfirmCode);
  protected readonly attempt = new Attempt();
  protected readonly step = signal<Step>('rest');
  protected readonly offer = signal<TotpOfferDto | null>(null);
  protected readonly codes = signal<readonly string[]>([]);
  protected readonly isOn = computed(() => this.session.user()?.totpEnabled === true);
  /** In fours: easier to type. */
  protected readonly secret = computed(() => this.offer()?.secret.replaceAll(/(.{4})(?=.)/g, '$1 ') ?? '');

  protected async setUp(): Promise<void> {
    await this.attempt.at(async () => {
      this.offer.set(await this.api.invoke(offerTotp));
      this.step.set('set-up');
    });
  }

  protected ask(step: 'renew' | 'turn-off'): void {
    this.attempt.problem.set(null);
    this.step.set(step);
  }

  protected async enable(body: TotpConfirmDto): Promise<void> {
    await this.change(async () => this.showCodes((await this.api.invoke(enableTotp, { body })).recoveryCodes));
  }

  protected async renew(body: TotpConfirmDto): Promise<void> {
    await this.change(async () => this.showCodes((await this.api.invoke(renewRecoveryCodes, { body })).recoveryCodes));
  }

  protected async turnOff(body: TotpConfirmDto): Promise<void> {
    if (await this.change(() => this.api.invoke(disableTotp, { body }))) this.rest();
  }

  protected rest(): void {
    this.attempt.problem.set(null);
    this.offer.set(null);
    this.codes.set([]);
    this.step.set('rest');
    setTimeout(() => focusOn(this.isOn() ? 'totp-renew' : 'totp-set-up'));
  }

  private showCodes(codes: readonly string[]): void {
    this.offer.set(null);
    this.codes.set(codes);
    this.step.set('codes');
  }

  private async change(work: () => Promise<void>): Promise<boolean> {
    const done = await this.attempt.at(work, (problem) => this.confirm()?.place(problem) === true);
    if (done) await this.session.load();
    return done;
  }
}
