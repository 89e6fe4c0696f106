import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecretBox, type SecretPlace } from '../../secrets/secret-box';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { User } from '../user.entity';
import { recoveryDigest } from './recovery-codes';
import { acceptedStep } from './totp-codes';

/** The codes of an authenticator app, and the recovery codes for when it is lost. Each code is accepted once. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly secrets: SecretBox,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  seal(secret: string, userId: string): Buffer {
    return this.secrets.seal(secret, placeOf(userId));
  }

  open(user: User): string | null {
    return user.totpSecret === null ? null : this.secrets.open(user.totpSecret, placeOf(user.id));
  }

  /**
   * Accepts a code and uses it up, in the transaction that holds the locked user. False: wrong, or used already.
   * @param user as `lockUser` gave it
   */
  async use(manager: EntityManager, user: User, code: string, address: string): Promise<boolean> {
    return (await this.useAppCode(manager, user, code)) || (await this.useRecoveryCode(manager, user, code, address));
  }

  /** The same without recovery codes: a first code proves that the app knows the secret. */
  async useAppCode(manager: EntityManager, user: User, code: string): Promise<boolean> {
    const secret = this.open(user);
    if (secret === null) return false;
    const step = acceptedStep(secret, code, user.totpLastStep, this.clock.now());
    if (step === null) return false;
    await manager.update(User, user.id, { totpLastStep: step });
    return true;
  }

  private async useRecoveryCode(manager: EntityManager, user: User, code: string, address: string): Promise<boolean> {
    const digest = recoveryDigest(code);
    const left = user.recoveryCodes.filter((one) => one !== digest);
    if (left.length === user.recoveryCodes.length) return false;
    await manager.update(User, user.id, { recoveryCodes: left });
    const actor = { kind: 'user', name: user.email, userId: user.id, address } as const;
    await this.audit.record(manager, { actor, action: 'totp.recovery_code_used', detail: { left: left.length } });
    return true;
  }
}

const placeOf = (userId: string): SecretPlace => ({ table: 'users', column: 'totp_secret', rowId: userId });
