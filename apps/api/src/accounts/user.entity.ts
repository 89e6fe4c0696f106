import { Column, Entity, Index } from 'typeorm';
import { Edited } from '../database/base.entity';
import { bytes, instant, json } from '../database/column-types';

/** In ascending order of what they may do. */
export const roles = ['viewer', 'operator', 'owner'] as const;
export type Role = (typeof roles)[number];

@Entity('users')
@Index('users_email', ['emailKey'], { unique: true })
export class User extends Edited {
  @Column({ type: 'varchar', length: 254 })
  email: string;

  /** As it is compared: normalised, lower case. */
  @Column({ name: 'email_key', type: 'varchar', length: 300 })
  emailKey: string;

  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ type: 'varchar', length: 16 })
  role: Role;

  /** PHC string of argon2id. */
  @Column({ name: 'password_hash', type: 'varchar', length: 200 })
  passwordHash: string;

  @Column({ name: 'password_changed_at', type: instant })
  passwordChangedAt: Date;

  /** Sealed by the secret box; null: no second factor. */
  @Column({ name: 'totp_secret', type: bytes, nullable: true })
  totpSecret: Buffer | null;

  /** Set when the first code was right; before that the secret is only offered. */
  @Column({ name: 'totp_enabled', type: 'boolean' })
  totpEnabled: boolean;

  /** The last accepted time step: an older or the same code is refused. */
  @Column({ name: 'totp_last_step', type: 'integer', nullable: true })
  totpLastStep: number | null;

  /** SHA-256 of the recovery codes not used yet. */
  @Column({ name: 'recovery_codes', type: json })
  recoveryCodes: string[];

  @Column({ type: 'boolean' })
  disabled: boolean;

  @Column({ name: 'last_login_at', type: instant, nullable: true })
  lastLoginAt: Date | null;
}
