import { randomUUID } from 'node:crypto';
import { User, type Role } from '../user.entity';
import { emailKey } from './email';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** PHC string, or `noPassword`. */
  readonly passwordHash: string;
}

/** A user who never signed in. */
export function newUser({ email, name, role, passwordHash }: NewUser, now: Date): User {
  return Object.assign(new User(), {
    id: randomUUID(),
    createdAt: now,
    updatedAt: now,
    version: 1,
    email: email.trim(),
    emailKey: emailKey(email),
    name: name.trim(),
    role,
    passwordHash,
    passwordChangedAt: now,
    totpSecret: null,
    totpEnabled: false,
    totpLastStep: null,
    recoveryCodes: [],
    disabled: false,
    lastLoginAt: null,
  } satisfies User);
}
