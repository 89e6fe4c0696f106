import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import type { Actor } from '../access';
import { fail } from '../accounts.errors';
import { AuditLog } from '../audit-log';
import { Confirmation } from '../login/confirmation.service';
import { User } from '../user.entity';
import { lockUser } from '../users/lock-user';
import { newRecoveryCodes, recoveryDigest } from './recovery-codes';
import { SecondFactor } from './second-factor.service';
import type { TotpOfferDto } from './totp.dto';
import { newTotpSecret, totpQrCode, totpUri } from './totp-codes';

interface Confirmed {
  readonly password: string;
  readonly code: string;
}

/** Switching the second factor on and off. */
@Injectable()
export class Totp {
  constructor(
    private readonly database: Database,
    private readonly confirmation: Confirmation,
    private readonly secondFactor: SecondFactor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A new secret, in force only once a code of it was right. An earlier offer is void.
   * @throws ApiError `TOTP_ON`
   */
  async offer({ userId }: Actor): Promise<TotpOfferDto> {
    const secret = newTotpSecret();
    const sealed = this.secondFactor.seal(secret, userId);
    const user = await this.database.write(async (manager) => {
      const locked = await lockUser(manager, userId);
      if (locked === null || locked.totpEnabled) throw alreadyOn();
      await manager.update(User, userId, { totpSecret: sealed, totpLastStep: null });
      return locked;
    });
    const uri = totpUri(secret, user.email);
    return { secret, uri, qrCode: totpQrCode(uri) };
  }

  /**
   * @returns the recovery codes, shown this once
   * @throws ApiError `TOTP_ON`, `TOTP_OFF`, `PASSWORD_WRONG`, `CODE_WRONG`, `TOO_MANY_ATTEMPTS`
   */
  async enable(actor: Actor, { password, code }: Confirmed): Promise<string[]> {
    const codes = newRecoveryCodes();
    await this.confirmation.of(actor, password, async (manager, user) => {
      if (user.totpEnabled) throw alreadyOn();
      if (user.totpSecret === null) throw notOffered();
      if (!(await this.secondFactor.useAppCode(manager, user, code))) return false;
      await manager.update(User, user.id, { totpEnabled: true, recoveryCodes: codes.map(recoveryDigest) });
      await this.audit.record(manager, { actor, action: 'totp.enable' });
      return true;
    });
    return codes;
  }

  /** @throws ApiError as `enable` */
  async disable(actor: Actor, confirmed: Confirmed): Promise<void> {
    await this.change(actor, confirmed, async (manager, user) => {
      const off = { totpEnabled: false, totpSecret: null, totpLastStep: null, recoveryCodes: [] };
      await manager.update(User, user.id, off);
      await this.audit.record(manager, { actor, action: 'totp.disable' });
    });
  }

  /**
   * @returns new recovery codes; the earlier ones are void
   * @throws ApiError as `enable`
   */
  async renewRecoveryCodes(actor: Actor, confirmed: Confirmed): Promise<string[]> {
    const codes = newRecoveryCodes();
    await this.change(actor, confirmed, async (manager, user) => {
      await manager.update(User, user.id, { recoveryCodes: codes.map(recoveryDigest) });
      await this.audit.record(manager, { actor, action: 'totp.recovery_codes' });
    });
    return codes;
  }

  private async change(
    actor: Actor,
    { password, code }: Confirmed,
    work: (manager: EntityManager, user: User) => Promise<void>,
  ): Promise<void> {
    await this.confirmation.of(actor, password, async (manager, user) => {
      if (!user.totpEnabled) throw notOn();
      if (!(await this.secondFactor.use(manager, user, code, actor.address))) return false;
      await work(manager, user);
      return true;
    });
  }
}

const alreadyOn = (): Error =>
  fail('TOTP_ON', 'The second factor is on already.', { nextStep: 'Turn it off first to use another app.' });
const notOn = (): Error => fail('TOTP_OFF', 'The second factor is off.', { nextStep: 'Set it up first.' });
const notOffered = (): Error =>
  fail('TOTP_OFF', 'There is no secret yet that a code could be of.', {
    nextStep: 'Begin with POST /api/accounts/me/totp.',
  });
